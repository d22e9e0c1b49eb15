import { env } from '@xenova/transformers';
import { loadModel, type LoadedModel } from './loadedModel';
import { isOpenAiEncoding, loadOpenAiEncoding, openAiEncodings } from '../tokens/openAiEncoding';
import { loadTokenizer, type Tokenizer } from '../tokens/tokenizer';
import { specOf } from './specOf';

/**
 * Gives out models by the id of an embedded one or the absolute path of a folder, each loaded once, when first asked
 * for. Nothing is ever downloaded.
 */
export class Models {
  readonly #threads: number;
  readonly #loading = new Map<string, Promise<LoadedModel>>();
  readonly #tokenizers = new Map<string, Promise<Tokenizer>>();

  /** @param folder where the embedded models are */
  constructor(folder: string, threads: number) {
    env.allowRemoteModels = false;
    env.localModelPath = folder;
    this.#threads = threads;
  }

  get(id: string): Promise<LoadedModel> {
    return once(this.#loading, id, async () => {
      const spec = await specOf(id);
      return loadModel(spec, this.#threads, this.tokenizer(spec.id));
    });
  }

  /** The tokenizer of a model, whose weights stay where they are, or of one of OpenAI's encodings. */
  tokenizer(id: string): Promise<Tokenizer> {
    return once(this.#tokenizers, id, async () =>
      isOpenAiEncoding(id) ? loadOpenAiEncoding(id) : loadTokenizer((await specOf(id, openAiEncodings)).id),
    );
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
}

/** What `load` has made for `id` before, or makes now. A failed load is tried again next time. */
function once<T>(loading: Map<string, Promise<T>>, id: string, load: () => Promise<T>): Promise<T> {
  const before = loading.get(id);
  if (before) return before;
  const now = load();
  loading.set(id, now);
  now.catch(() => loading.delete(id));
  return now;
}
