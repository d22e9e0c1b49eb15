import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { specFrom } from '../../core/models/readModelConfig';
import { embeddedModels, PROMPT_NGRAM } from '../../core/models/embeddedModels';
import { isFolder, isHubId } from '../../core/models/hubIdOrFolder';
import { labelOf } from '../../core/models/modelLabel';
import type { ModelSpec } from '../../core/models/modelSpec';

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
    throw new Error(await readFailure(folder, id), { cause: error });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is damaged: it is not JSON. Get the file again, or choose another model.`, {
      cause: error,
    });
  }
}

/** Says why config.json could not be read. */
async function readFailure(folder: string, id: string): Promise<string> {
  const entry = await stat(folder).catch(() => undefined);
  if (!entry && isHubId(id))
    return `${id} is not on this machine. Run “Left Context: Choose Model…” to download it, or choose another model.`;
  if (entry?.isFile()) return `${folder} is a file. Unpack it if it is an archive, and choose the folder with config.json.`;
  return (
    `${folder} is not a model folder: its config.json is missing or cannot be read. Choose a folder with config.json, ` +
    `tokenizer.json and an ONNX graph in onnx/, not ${labelOf(id)}.`
  );
}
