import { ModelUnusableError } from '../../contracts/modelUnusableError';
import { errorText } from '../../core/errorText';
import { openAiEncodings } from '../../core/models/defaultTokenLimit';
import type { MemoryNeed } from '../../core/models/memoryNeed';
import { labelOf } from '../../core/models/modelLabel';
import type { ModelSpec, Task } from '../../core/models/modelSpec';
import { tokenLimitOf } from '../../core/models/tokenLimitOfModel';
import { loadModel, type LoadedModel } from './loadedModel';
import {
  findModel,
  findTokenizerFolder,
  ngramFile,
  tokenLimitOfFolder,
  type ModelFolder,
  type ModelPlaces,
} from './findModelById.node';
import { isOpenAiEncoding, loadOpenAiEncoding } from '../tokens/openAiEncoding';
import { loadChatTemplate, type RenderChat } from '../tokens/chatTemplate.node';
import { loadTokenizer } from '../tokens/loadTokenizer';
import type { Tokenizer } from '../tokens/tokenizer';
import { neverDownloadModels } from './neverDownloadModels';
import { memoryNeedOfFolder } from './modelSize.node';
import { refuseModelOfOtherTask } from './refuseModelOfOtherTask';
import { loadOnce } from './retryFailedLoad';

/**
 * Loads models, each once, when first requested, by the ids that `findModel` knows. Nothing is ever downloaded here.
 */
export class ModelCache {
  readonly #places: ModelPlaces;
  readonly #threads: number;
  readonly #loading = new Map<string, Promise<LoadedModel>>();
  /** Time of the last request for each loaded model, in milliseconds of performance.now(). */
  readonly #usedAt = new Map<string, number>();
  readonly #tokenizers = new Map<string, Promise<Tokenizer>>();
  /** Called before a model is released. */
  onRelease: (model: LoadedModel) => void = () => undefined;
  /** Releases sessions opened beside the models, which can be opened again; false when there are none. */
  releaseViewers: () => Promise<boolean> = async () => false;
  /** Whether no other request uses the models, so that `makeRoom` may release some. */
  mayRelease: () => boolean = () => true;
  /** Time from which on the requests under way may have asked for models, in milliseconds of performance.now(). */
  inUseSince: () => number = () => performance.now();
  /**
   * Called before a model is loaded, and before it is looked inside, with what these take. It may release other models, and
   * throws to refuse.
   */
  makeRoom: (model: ModelSpec, need: MemoryNeed, withLenses: boolean) => Promise<void> = async () => undefined;

  constructor(places: ModelPlaces, threads: number) {
    neverDownloadModels();
    this.#places = places;
    this.#threads = threads;
  }

  /** What a model can do. Reads its config.json only. */
  async spec(id: string): Promise<ModelSpec> {
    return (await this.#find(id)).spec;
  }

  /** Tokens that a model reads of a text, special tokens included; Infinity for no limit, as for an encoding. */
  async limit(id: string): Promise<number> {
    if (openAiEncodings.includes(id)) return Infinity;
    const spec = await this.spec(id).catch(() => undefined);
    const limit = spec ? tokenLimitOf(spec) : await tokenLimitOfFolder(id, await this.#tokenizerFolder(id));
    return limit ?? Infinity;
  }

  async get(id: string): Promise<LoadedModel> {
    const load = async () => {
      const folder = await this.#find(id);
      await this.makeRoom(folder.spec, await memoryNeedOfFolder(folder), false);
      return loadModel(folder, this.#threads, this.tokenizer(id));
    };
    const loaded = await loadOnce(this.#loading, id, () => load().catch((error) => unusable(id, error)));
    this.#usedAt.set(id, performance.now());
    return loaded;
  }

  /** Like `get` for each of `ids`, and makes room for looking inside them, one at a time. */
  async toLookInside(ids: readonly string[]): Promise<LoadedModel[]> {
    const models: LoadedModel[] = [];
    for (const id of ids) models.push(await this.get(id));
    for (const { spec } of models) {
      for (const id of ids) this.#usedAt.set(id, performance.now());
      await this.makeRoom(spec, await this.memoryNeed(spec.id), true);
    }
    return models;
  }

  /** The tokenizer of a model, whose weights are not loaded, or of one of OpenAI's encodings. */
  tokenizer(id: string): Promise<Tokenizer> {
    return loadOnce(this.#tokenizers, id, async () =>
      isOpenAiEncoding(id) ? loadOpenAiEncoding(id) : loadTokenizer(await this.#tokenizerFolder(id)),
    );
  }

  /** The chat template of a model; undefined when it has none. Throws for an encoding. */
  async chatTemplate(id: string): Promise<RenderChat | undefined> {
    if (isOpenAiEncoding(id))
      throw new Error(`OpenAI does not publish how its models read messages. Count ${id} as text.`);
    return loadChatTemplate(await this.#tokenizerFolder(id), labelOf(id));
  }

  /** Whether a model is loaded or being loaded. */
  isLoaded(id: string): boolean {
    return this.#loading.has(id);
  }

  /** Path of the n-gram model, which uses prompt-gpt's tokenizer. */
  get ngram(): string {
    return ngramFile(this.#places);
  }

  /** Releases a model and its tokenizer. The next request loads it again. */
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

  /** Releases models that have not been used for `milliseconds`. */
  async releaseIdle(milliseconds: number): Promise<void> {
    const since = performance.now() - milliseconds;
    for (const [id, usedAt] of [...this.#usedAt]) if (usedAt <= since) await this.release(id);
  }

  /** The loaded models, the least recently used first. */
  get loaded(): { readonly id: string; readonly usedAt: number }[] {
    return [...this.#usedAt].map(([id, usedAt]) => ({ id, usedAt })).sort((a, b) => a.usedAt - b.usedAt);
  }

  /** What a model takes in memory. Reads its config.json, and the sizes of its files. */
  async memoryNeed(id: string): Promise<MemoryNeed> {
    return memoryNeedOfFolder(await this.#find(id));
  }

  /** Throws when there is no such model or it does another task. Reads its config.json only. */
  async check(task: Task, id: string): Promise<void> {
    refuseModelOfOtherTask(task, await this.#find(id));
  }

  /** Like `get`, but refuses a model that cannot continue a text before reading its weights. */
  causal(id: string): Promise<LoadedModel> {
    return this.#only('causal', id);
  }

  /** Like `get`, but refuses a model that cannot fill in masked words before reading its weights. */
  masked(id: string): Promise<LoadedModel> {
    return this.#only('masked', id);
  }

  /** Like `get`, but refuses a model that does not turn one text into another before reading its weights. */
  textToText(id: string): Promise<LoadedModel> {
    return this.#only('text-to-text', id);
  }

  async #only(task: Task, id: string): Promise<LoadedModel> {
    await this.check(task, id);
    return this.get(id);
  }

  #find(id: string): Promise<ModelFolder> {
    return findModel(id, this.#places).catch((error) => unusable(id, error));
  }

  #tokenizerFolder(id: string): Promise<string> {
    return findTokenizerFolder(id, this.#places, openAiEncodings).catch((error) => unusable(id, error));
  }
}

function unusable(id: string, error: unknown): never {
  throw new ModelUnusableError(id, errorText(error), { cause: error });
}
