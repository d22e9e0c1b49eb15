import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { PlacedModel } from '../../core/models/contributedModels';
import { specFrom } from '../../core/models/readModelConfig';
import { embeddedModels, PROMPT_NGRAM } from '../../core/models/embeddedModels';
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
  const folder = embedded ? path.join(places.embedded, id) : (contributed?.path ?? folderOf(id, places, others));
  const config = await configIn(folder, id, contributed);
  if (embedded) return { path: folder, config, spec: embedded, isOfExtension: true };
  const { label, contextLength, ...spec } = specFrom(id, config, await sentenceConfigIn(folder));
  const own = { label: contributed?.label ?? label, contextLength: contributed?.contextLength ?? contextLength };
  return { path: folder, config, spec: { ...spec, ...own }, isOfExtension: contributed !== undefined };
}

/** Path of the n-gram model, which is not an ONNX graph. */
export function ngramFile({ embedded }: ModelPlaces): string {
  return path.join(embedded, PROMPT_NGRAM, `${PROMPT_NGRAM}.bin`);
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

/** The parsed sentence_bert_config.json, which models for sentence embeddings have; undefined for others. */
async function sentenceConfigIn(folder: string): Promise<unknown> {
  const file = path.join(folder, 'sentence_bert_config.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : parseOrRefuse(text, file);
}
