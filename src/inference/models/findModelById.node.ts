import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { PlacedModel } from '../../core/models/contributedModels';
import { specFrom, tokenLimitIn, type FilesOnLength } from '../../core/models/readModelConfig';
import { isTokenizerFile } from '../../core/models/smallFilesToDownload';
import { embeddedModels, PROMPT_NGRAM } from '../../core/models/embeddedModels';
import { isMadeFromGguf } from '../../core/models/ggufModelId';
import { isFolder, isHubId } from '../../core/models/hubIdOrFolder';
import type { ModelSpec } from '../../core/models/modelSpec';
import { parseOrRefuse } from './refuseConfigThatIsNotJson';
import { whyContributedModelIsMissing, whyModelIsMissing } from './whyModelIsMissing.node';

/** A model's folder and config.json. No other file has been read. */
export interface ModelFolder {
  readonly path: string;
  readonly config: unknown;
  readonly spec: ModelSpec;
  /** Whether it came with an extension, ours or another. */
  readonly isOfExtension: boolean;
}

/** Folders in which models are found. */
export interface ModelPlaces {
  /** Has a folder for each embedded model. */
  readonly embedded: string;
  /** Has a folder owner/name for each downloaded model. */
  readonly downloaded: string;
  /** Models of other extensions, each with the absolute path of its folder. */
  readonly contributed: readonly PlacedModel[];
}

/**
 * Finds a model by the id of an embedded one or of one of another extension, by owner/name of a downloaded one, or by the
 * absolute path of its folder.
 *
 * @param others further names that the error message lists
 */
export async function findModel(id: string, places: ModelPlaces, others: readonly string[] = []): Promise<ModelFolder> {
  const embedded = embeddedModels.find((model) => model.id === id);
  const contributed = places.contributed.find((model) => model.id === id);
  const folder = pathOf(id, places, others);
  const config = await configIn(folder, id, contributed);
  if (embedded) return { path: folder, config, spec: embedded, isOfExtension: true };
  const { label, contextLength, ...spec } = specFrom(id, config, await filesOnLength(folder));
  const own = { label: contributed?.label ?? label, contextLength: contributed?.contextLength ?? contextLength };
  return { path: folder, config, spec: { ...spec, ...own }, isOfExtension: contributed !== undefined };
}

/**
 * Path of a model's folder, of which only the tokenizer is needed, so that it may have no config.json. Finds the same models as
 * `findModel`.
 */
export async function findTokenizerFolder(
  id: string,
  places: ModelPlaces,
  others: readonly string[] = [],
): Promise<string> {
  const folder = pathOf(id, places, others);
  const files = await readdir(folder).catch(() => undefined);
  if (files?.some(isTokenizerFile)) return folder;
  if (!files && isHubId(id) && !isMadeFromGguf(id))
    throw new Error(
      `${id} is not on this machine. Run “Left Context Tokens: Count For…” and pick it to fetch its tokenizer, or choose ` +
        'another model.',
    );
  await findModel(id, places, others);
  return folder;
}

/** Tokens that are read of a text by a model of which only the tokenizer is here; undefined without a limit. */
export async function tokenLimitOfFolder(id: string, folder: string): Promise<number | undefined> {
  const file = path.join(folder, 'config.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return tokenLimitIn(id, text === undefined ? {} : parseOrRefuse(text, file), await filesOnLength(folder));
}

/** Path of the n-gram model, which is not an ONNX graph. */
export function ngramFile({ embedded }: ModelPlaces): string {
  return path.join(embedded, PROMPT_NGRAM, `${PROMPT_NGRAM}.bin`);
}

function pathOf(id: string, places: ModelPlaces, others: readonly string[]): string {
  if (embeddedModels.some((model) => model.id === id)) return path.join(places.embedded, id);
  return places.contributed.find((model) => model.id === id)?.path ?? folderOf(id, places, others);
}

function folderOf(id: string, { downloaded, contributed }: ModelPlaces, others: readonly string[]): string {
  if (isFolder(id)) return id;
  if (isHubId(id)) return path.join(downloaded, ...id.split('/'));
  const choices = [...[...embeddedModels, ...contributed].map((model) => model.id), ...others].join(', ');
  throw new Error(
    `There is no model named ${id}. Choose one of ${choices}, a downloaded one (owner/name), or the absolute path of a ` +
      'model folder.',
  );
}

async function configIn(folder: string, id: string, contributed?: PlacedModel): Promise<unknown> {
  const file = path.join(folder, 'config.json');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const why = contributed ? whyContributedModelIsMissing(contributed) : await whyModelIsMissing(folder, id);
    throw new Error(why, { cause: error });
  }
  return parseOrRefuse(text, file);
}

/** The parsed files that limit how many tokens are read, beside config.json. */
async function filesOnLength(folder: string): Promise<FilesOnLength> {
  const [sentence, tokenizer] = await Promise.all(
    ['sentence_bert_config.json', 'tokenizer_config.json'].map(async (name) => {
      const file = path.join(folder, name);
      const text = await readFile(file, 'utf8').catch(() => undefined);
      return text === undefined ? undefined : parseOrRefuse(text, file);
    }),
  );
  return { sentence, tokenizer };
}
