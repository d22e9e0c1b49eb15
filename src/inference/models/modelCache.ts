import { env } from '@xenova/transformers';
import { architectureOf } from '../../core/models/modelConfig';
import { openAiEncodings, defaultLimit, type ModelSpec, type Task } from '../../core/models/modelSpec';
import { loadModel, type LoadedModel } from './loadedModel';
import { findModel, ngramFile, type ModelFolder, type ModelPlaces } from './modelFolder.node';
import { isOpenAiEncoding, loadOpenAiEncoding } from '../tokens/openAiEncoding';
import { loadTokenizer, type Tokenizer } from '../tokens/tokenizer';

/**
 * Gives out models by the id of an embedded or a downloaded one or the absolute path of a folder, each loaded once, when
 * first asked for. Nothing is ever downloaded here.
 */
export class ModelCache {
  readonly #places: ModelPlaces;
  readonly #threads: number;
  readonly #loading = new Map<string, Promise<LoadedModel>>();
  /** When each of those that are loaded was last asked for. */
  readonly #usedAt = new Map<string, number>();
  readonly #tokenizers = new Map<string, Promise<Tokenizer>>();
  /** Called with a model that is about to be let go of. */
  onRelease: (model: LoadedModel) => void = () => undefined;
  /** Lets go of what is held beside the models and can be had again; false when that is nothing. */
  releaseViewers: () => Promise<boolean> = async () => false;

  constructor(places: ModelPlaces, threads: number) {
    env.allowRemoteModels = false;
    this.#places = places;
    this.#threads = threads;
  }

  /** What a model can do; nothing but its config.json is read. */
  async spec(id: string): Promise<ModelSpec> {
    return (await this.#find(id)).spec;
  }

  /** How many tokens a model reads, special ones included; Infinity when there is no limit. */
  async limit(id: string): Promise<number> {
    return defaultLimit(id) ?? (await this.spec(id)).contextLength ?? Infinity;
  }

  async get(id: string): Promise<LoadedModel> {
    const load = async () => loadModel(await this.#find(id), this.#threads, this.tokenizer(id));
    const loaded = await once(this.#loading, id, load);
    this.#usedAt.set(id, performance.now());
    return loaded;
  }

  /** The tokenizer of a model, whose weights stay where they are, or of one of OpenAI's encodings. */
  tokenizer(id: string): Promise<Tokenizer> {
    return once(this.#tokenizers, id, async () =>
      isOpenAiEncoding(id) ? loadOpenAiEncoding(id) : loadTokenizer((await this.#find(id, openAiEncodings)).path),
    );
  }

  /** Whether a model is loaded, or about to be. */
  isLoaded(id: string): boolean {
    return this.#loading.has(id);
  }

  /** The file of the n-gram model, which has the tokens of prompt-gpt. */
  get ngram(): string {
    return ngramFile(this.#places);
  }

  /** Ends what is loaded of a model; the next request reads it anew. */
  async release(id: string): Promise<void> {
    const loaded = await this.#loading.get(id)?.catch(() => undefined);
    this.#loading.delete(id);
    this.#usedAt.delete(id);
    this.#tokenizers.delete(id);
    if (!loaded) return;
    this.onRelease(loaded);
    await loaded.session.release();
    await loaded.decoder?.session.release();
  }

  /** Ends those that have not been used for so many milliseconds. */
  async releaseIdle(milliseconds: number): Promise<void> {
    const since = performance.now() - milliseconds;
    for (const [id, usedAt] of [...this.#usedAt]) if (usedAt <= since) await this.release(id);
  }

  /** Ends the one that was used longest ago; false when there is none but the latest. */
  async releaseOldest(): Promise<boolean> {
    const [oldest, ...others] = [...this.#usedAt].sort(([, a], [, b]) => a - b);
    if (!oldest || others.length === 0) return false;
    await this.release(oldest[0]);
    return true;
  }

  /**
   * Reads nothing but the config.json of a model.
   *
   * @throws when there is no such model, or it does another task
   */
  async check(task: Task, id: string): Promise<void> {
    const { spec, config } = await this.#find(id);
    if (spec.task !== task) throw new Error(whyNot(task, spec.task, architectureOf(config) ?? spec.label));
  }

  /** As `get`, but a model that cannot go on with a text is refused before anything large is read. */
  causal(id: string): Promise<LoadedModel> {
    return this.#only('causal', id);
  }

  /** As `get`, but a model that does not read both ways is refused before anything large is read. */
  masked(id: string): Promise<LoadedModel> {
    return this.#only('masked', id);
  }

  /** As `get`, but a model that does not turn one text into another is refused before anything large is read. */
  textToText(id: string): Promise<LoadedModel> {
    return this.#only('text-to-text', id);
  }

  async #only(task: Task, id: string): Promise<LoadedModel> {
    await this.check(task, id);
    return this.get(id);
  }

  #find(id: string, others?: readonly string[]): Promise<ModelFolder> {
    return findModel(id, this.#places, others);
  }
}

/** Why a model cannot do a task, and which can. */
function whyNot(task: Task, own: Task, architecture: string): string {
  if (task === 'text-to-text')
    return `${architecture} has no encoder and decoder, so it cannot rewrite a text. Choose one that has, such as Xenova/flan-t5-small.`;
  if (task === 'masked')
    return (
      `${architecture} does not fill in masked words, so it cannot tell what it expects from both sides. Choose a masked ` +
      'model, such as Xenova/bert-base-uncased, or prompt-bert.'
    );
  const lacking =
    own === 'masked' ? 'has no language-modelling head' : 'writes a text of its own from another one, from its start';
  return (
    `${architecture} ${lacking}, so it cannot continue a text. Choose a model whose config.json names a causal architecture, ` +
    'such as GPT2LMHeadModel or LlamaForCausalLM, or prompt-gpt.'
  );
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
