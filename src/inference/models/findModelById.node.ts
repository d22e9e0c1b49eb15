import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { specFrom } from '../../core/models/readModelConfig';
import { embeddedModels, PROMPT_NGRAM } from '../../core/models/embeddedModels';
import { isFolder, isHubId } from '../../core/models/hubIdOrFolder';
import type { ModelSpec } from '../../core/models/modelSpec';
import { parseOrRefuse } from './refuseConfigThatIsNotJson';
import { whyModelIsMissing } from './whyModelIsMissing.node';

/** A model's folder and config.json. No other file has been read. */
export interface ModelFolder {
  readonly path: string;
  readonly config: unknown;
  readonly spec: ModelSpec;
}

/** Folders in which models are found. */
export interface ModelPlaces {
  /** Has a folder for each embedded model. */
  readonly embedded: string;
  /** Has a folder owner/name for each downloaded model. */
  readonly downloaded: string;
}

/**
 * Finds a model by the id of an embedded one, by owner/name of a downloaded one, or by the absolute path of its folder.
 *
 * @param others further names that the error message lists
 */
export async function findModel(id: string, places: ModelPlaces, others: readonly string[] = []): Promise<ModelFolder> {
  const embedded = embeddedModels.find((model) => model.id === id);
  const folder = embedded ? path.join(places.embedded, id) : folderOf(id, places, others);
  const config = await configIn(folder, id);
  return { path: folder, config, spec: embedded ?? specFrom(id, config) };
}

/** Path of the n-gram model, which is not an ONNX graph. */
export function ngramFile({ embedded }: ModelPlaces): string {
  return path.join(embedded, PROMPT_NGRAM, `${PROMPT_NGRAM}.bin`);
}

function folderOf(id: string, { downloaded }: ModelPlaces, others: readonly string[]): string {
  if (isFolder(id)) return id;
  if (isHubId(id)) return path.join(downloaded, ...id.split('/'));
  const choices = [...embeddedModels.map((model) => model.id), ...others].join(', ');
  throw new Error(
    `There is no model named ${id}. Choose one of ${choices}, a downloaded one (owner/name), or the absolute path of a ` +
      'model folder.',
  );
}

async function configIn(folder: string, id: string): Promise<unknown> {
  const file = path.join(folder, 'config.json');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new Error(await whyModelIsMissing(folder, id), { cause: error });
  }
  return parseOrRefuse(text, file);
}
