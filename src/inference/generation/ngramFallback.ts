import type { Completion, CompletionRequest } from '../../contracts/completion';
import { promptGpt } from '../../core/models/modelSpec';
import type { ModelCache } from '../models/modelCache';
import { complete, type Writer } from './complete';
import { yieldToEventLoop } from '../yieldToEventLoop';
import { openNgram } from './ngramReader.node';

/** The n-gram model: small and quick to open, it says something while a model is still being loaded. */
export class NgramFallback {
  readonly #models: ModelCache;
  readonly #hasStoodIn = new Set<string>();
  #writer: Promise<Writer> | undefined;

  constructor(models: ModelCache) {
    this.#models = models;
  }

  writer(): Promise<Writer> {
    this.#writer ??= this.#open();
    this.#writer.catch(() => (this.#writer = undefined));
    return this.#writer;
  }

  /**
   * What it would say instead of the model that is asked, once for each: a model that cannot be loaded must get to say so.
   *
   * @returns undefined when it may not stand in, or has nothing to say
   * @throws when the model that is asked cannot write, and when there is none
   */
  async complete(request: CompletionRequest, signal: AbortSignal): Promise<Completion | undefined> {
    if (!request.mayFallBack || this.#hasStoodIn.has(request.model)) return undefined;
    await this.#models.check('causal', request.model);
    const writer = await this.writer().catch(() => undefined);
    const guess = writer && (await complete(writer, request, signal));
    if (!guess || guess.texts.length === 0) return undefined;
    // Opening takes so long that the request may have been given up meanwhile: nobody would see what it says.
    await yieldToEventLoop();
    signal.throwIfAborted();
    this.#hasStoodIn.add(request.model);
    return { ...guess, isFallback: true };
  }

  /** The model has been let go of: the next time it is loaded, it can be stood in for again. */
  forget(model: string): void {
    this.#hasStoodIn.delete(model);
  }

  async #open(): Promise<Writer> {
    return {
      reader: await openNgram(this.#models.ngram),
      tokenizer: await this.#models.tokenizer(promptGpt.id),
      contextLength: promptGpt.contextLength,
    };
  }
}
