// Comes first: transformers.js uses the ONNX Runtime that is registered when it loads.
import '../../src/inference/models/onnxRuntime.node';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadModel, type LoadedModel } from '../../src/inference/models/loadedModel';
import { findModel, type ModelPlaces } from '../../src/inference/models/findModelById.node';

export const root = path.resolve(__dirname, '..', '..');
export const workspace = path.join(root, 'test', 'fixtures', 'workspace');
export const models = path.join(root, 'models');

/** Folders of models: the embedded ones, no downloads and none of other extensions. */
export const places: ModelPlaces = { embedded: models, downloaded: path.join(root, 'no-such-folder'), contributed: [] };

/** Loads a model as the inference process does. */
export async function loadedModel(id: string): Promise<LoadedModel> {
  return loadModel(await findModel(id, places), 1);
}

/** Text of a sample prompt. */
export function samplePrompt(name: string): string {
  return readFileSync(path.join(workspace, name), 'utf8');
}
