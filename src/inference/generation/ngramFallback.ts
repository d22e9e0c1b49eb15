import type { Completion, CompletionRequest } from '../../contracts/completionRequests';
import { promptGpt } from '../../core/models/embeddedModels';
import type { ModelCache } from '../models/modelCache';
import { yieldToEventLoop } from '../yieldToEventLoop';
import type { CausalModel } from './causalModel';
import { complete } from './generateCompletion';
import { openNgram } from './ngramReader.node';

/** Completes with the n-gram model, which is small and opens quickly, while another model loads. */
export class NgramFallback {
  readonly #models: ModelCache;
  /** Models that the n-gram model has answered for once since their last release. */
  readonly #answeredFor = new Set<string>();
  #model: Promise<CausalModel> | undefined;

  constructor(models: ModelCache) {
    this.#models = models;
  }

  /** The n-gram model, opened at the first call. Throws when its file is damaged; the next call tries again. */
  model(): Promise<CausalModel> {
    this.#model ??= this.#open();
    this.#model.catch(() => (this.#model = undefined));
    return this.#model;
  }

  /**
   * Completes instead of the requested model, once for each: after that, a model that cannot be loaded must say why.
   *
   * @returns undefined when the request allows no fallback, when it has been used up, or when it suggests nothing
   * @throws when the requested model does not exist or is not causal
   */
  async complete(request: CompletionRequest, signal: AbortSignal): Promise<Completion | undefined> {
    if (!request.mayFallBack || this.#answeredFor.has(request.model)) return undefined;
    await this.#models.check('causal', request.model);
    const model = await this.model().catch(() => undefined);
    const completion = model && (await complete(model, request, signal));
    if (!completion || completion.texts.length === 0) return undefined;
    // Opening takes a while: an answer to a request aborted meanwhile would be lost, so it must not count as given.
    await yieldToEventLoop();
    signal.throwIfAborted();
    this.#answeredFor.add(request.model);
    return { ...completion, isFallback: true };
  }

  /** Allows the fallback for `model` again, because it was released and will load anew. */
  reset(model: string): void {
    this.#answeredFor.delete(model);
  }

  async #open(): Promise<CausalModel> {
    return {
      reader: await openNgram(this.#models.ngram),
      tokenizer: await this.#models.tokenizer(promptGpt.id),
      contextLength: promptGpt.contextLength,
    };
  }
}
