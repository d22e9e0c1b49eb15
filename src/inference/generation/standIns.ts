import type { Completion, CompletionRequest, StandIn } from '../../contracts/completionRequests';
import { unusableModelOf } from '../../contracts/modelUnusableError';
import { errorText } from '../../core/errorText';
import { promptGpt, PROMPT_NGRAM } from '../../core/models/embeddedModels';
import type { LoadedModel } from '../models/loadedModel';
import type { ModelCache } from '../models/modelCache';
import type { Turn } from '../requestScheduler';
import { yieldToEventLoop } from '../yieldToEventLoop';
import type { CausalModel } from './causalModel';
import { complete } from './generateCompletion';
import type { NgramModel } from './ngramModel';

/** Milliseconds after which a model that could not be loaded is tried again: each try reads its files. */
const RETRY_MS = 60_000;

/** Completes in place of a model that is still to be loaded, or cannot be: with prompt-gpt, or with the n-gram model. */
export class StandIns {
  readonly #models: ModelCache;
  readonly #ngram: NgramModel;
  readonly #causalModelOf: (model: LoadedModel) => CausalModel;
  /** Models that another one has answered for once since their last release. */
  readonly #answeredFor = new Set<string>();
  /** Models that failed: why, and when in milliseconds of performance.now(). */
  readonly #failures = new Map<string, { readonly why: Omit<StandIn, 'model'>; readonly time: number }>();

  constructor(models: ModelCache, ngram: NgramModel, causalModelOf: (model: LoadedModel) => CausalModel) {
    this.#models = models;
    this.#ngram = ngram;
    this.#causalModelOf = causalModelOf;
  }

  /**
   * Completes before the requested model is loaded, once for each load, since loading it takes the thread. Also completes
   * for a model that has just failed.
   *
   * @returns undefined when the request allows no stand-in, when it has been used up, or when none suggests anything
   */
  async beforeLoading(request: CompletionRequest, signal: AbortSignal, turn: Turn): Promise<Completion | undefined> {
    const { model, mayFallBack } = request;
    if (!mayFallBack) return undefined;
    const failure = this.#failures.get(model);
    if (failure && performance.now() - failure.time < RETRY_MS)
      return this.#write(promptGpt.id, request, turn, failure.why);
    if (this.#answeredFor.has(model) || !(await this.#canWrite(model))) return undefined;
    for (const id of this.#quickestFor(model)) {
      const completion = await this.#write(id, request, turn).catch(() => undefined);
      if (!completion || completion.texts.length === 0) continue;
      // Opening takes a while: an answer to a request aborted meanwhile would be lost, so it must not count as given.
      await yieldToEventLoop();
      signal.throwIfAborted();
      this.#answeredFor.add(model);
      return completion;
    }
    return undefined;
  }

  /** Completes while the requested model reads a long text; undefined when it cannot. */
  whileReading(request: CompletionRequest, turn: Turn): Promise<Completion | undefined> {
    return this.#write(promptGpt.id, request, turn, { isReading: true }).catch(() => undefined);
  }

  /** Completes after the requested model failed. Throws the error itself when the request allows no stand-in. */
  async afterFailure(request: CompletionRequest, error: unknown, signal: AbortSignal, turn: Turn): Promise<Completion> {
    const { model, mayFallBack } = request;
    if (!mayFallBack || signal.aborted || model === promptGpt.id) throw error;
    const why = { failure: errorText(error), isUnusable: unusableModelOf(error) !== undefined };
    this.#failures.set(model, { why, time: performance.now() });
    return this.#write(promptGpt.id, request, turn, why).catch(() => {
      throw error;
    });
  }

  /** Allows a stand-in for `model` again, because it was released and will load anew. */
  reset(model: string): void {
    this.#answeredFor.delete(model);
  }

  /** prompt-gpt where it is loaded. Otherwise the n-gram model, which opens at once, and prompt-gpt when that is unsure. */
  #quickestFor(model: string): string[] {
    if (model === promptGpt.id) return [PROMPT_NGRAM];
    return this.#models.isLoaded(promptGpt.id) ? [promptGpt.id] : [PROMPT_NGRAM, promptGpt.id];
  }

  async #canWrite(model: string): Promise<boolean> {
    return this.#models.check('causal', model).then(
      () => true,
      () => false,
    );
  }

  async #write(
    id: string,
    request: CompletionRequest,
    turn: Turn,
    why: Omit<StandIn, 'model'> = {},
  ): Promise<Completion> {
    const model = await turn(async () =>
      id === PROMPT_NGRAM ? this.#ngram.open() : this.#causalModelOf(await this.#models.causal(promptGpt.id)),
    );
    const completion = await complete(model, request, turn);
    return { ...completion, standIn: { model: id, ...why } };
  }
}
