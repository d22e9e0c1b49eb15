import { env } from '@xenova/transformers';
import { loadModel, type LoadedModel } from './loadedModel';
import { specOf } from './specOf';

/**
 * Gives out models by the id of an embedded one or the absolute path of a folder, each loaded once, when first asked
 * for. Nothing is ever downloaded.
 */
export class Models {
  readonly #threads: number;
  readonly #loading = new Map<string, Promise<LoadedModel>>();

  /** @param folder where the embedded models are */
  constructor(folder: string, threads: number) {
    env.allowRemoteModels = false;
    env.localModelPath = folder;
    this.#threads = threads;
  }

  get(id: string): Promise<LoadedModel> {
    return this.#once(id, async () => loadModel(await specOf(id), this.#threads));
  }

  /** As `get`, but a model that cannot go on with a text is refused before anything large is read. */
  async causal(id: string): Promise<LoadedModel> {
    const { task, label } = await specOf(id);
    if (task !== 'causal') {
      throw new Error(
        `${label} has no language-modelling head, so it cannot continue a text. Choose a model whose config.json names ` +
          'a causal architecture, such as GPT2LMHeadModel or LlamaForCausalLM, or prompt-gpt.',
      );
    }
    return this.get(id);
  }

  #once(id: string, load: () => Promise<LoadedModel>): Promise<LoadedModel> {
    const before = this.#loading.get(id);
    if (before) return before;
    const loading = load();
    this.#loading.set(id, loading);
    // A failed load is tried again next time.
    loading.catch(() => this.#loading.delete(id));
    return loading;
  }
}
