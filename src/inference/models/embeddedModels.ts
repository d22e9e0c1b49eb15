import { env } from '@xenova/transformers';
import { embeddedModels } from '../../core/models';
import { loadModel, type LoadedModel } from './loadedModel';

/** Gives out the models below `folder`, each loaded once, when first asked for. Nothing is ever downloaded. */
export class EmbeddedModels {
  readonly #threads: number;
  readonly #loading = new Map<string, Promise<LoadedModel>>();

  constructor(folder: string, threads: number) {
    env.allowRemoteModels = false;
    env.localModelPath = folder;
    this.#threads = threads;
  }

  get(id: string): Promise<LoadedModel> {
    const before = this.#loading.get(id);
    if (before) return before;
    const loading = this.#load(id);
    this.#loading.set(id, loading);
    // A failed load is tried again next time.
    loading.catch(() => this.#loading.delete(id));
    return loading;
  }

  async #load(id: string): Promise<LoadedModel> {
    const spec = embeddedModels.find((model) => model.id === id);
    if (!spec) throw new Error(`There is no model named ${id}.`);
    return loadModel(spec, this.#threads);
  }
}
