import type { Completion, CompletionRequest, StandIn } from '../../contracts/completionRequests';
import { unusableModelOf } from '../../contracts/modelUnusableError';
import { errorText } from '../../core/errorText';
import { promptGpt, PROMPT_NGRAM } from '../../core/models/embeddedModels';
import type { WorkspaceMemory } from '../memory/workspaceMemory';
import type { LoadedModel } from '../models/loadedModel';
import type { ModelCache } from '../models/modelCache';
import type { Turn } from '../requestScheduler';
import type { CausalModel } from './causalModel';
import { complete } from './generateCompletion';
import { leftContextTokens } from './leftContextTokens';
import type { NgramModel } from './ngramModel';

/** Milliseconds after which a model that could not be loaded is tried again: each try reads its files. */
const RETRY_MS = 60_000;

/** A key should not wait longer than this for a suggestion, in milliseconds. */
const PATIENCE_MS = 300;

type Reason = Omit<StandIn, 'model'>;

/**
 * Completes in place of a model that is still to be loaded, has much to read, or failed: with prompt-gpt, or with the n-gram
 * model. Only for requests that allow it.
 */
export class StandIns {
  readonly #models: ModelCache;
  readonly #ngram: NgramModel;
  readonly #causalModelOf: (model: LoadedModel) => CausalModel;
  readonly #memory: Pick<WorkspaceMemory, 'mixedInto'>;
  /** Models that failed: why, and when in milliseconds of performance.now(). */
  readonly #failures = new Map<string, { readonly why: Reason; readonly time: number }>();

  constructor(
    models: ModelCache,
    ngram: NgramModel,
    causalModelOf: (model: LoadedModel) => CausalModel,
    memory: Pick<WorkspaceMemory, 'mixedInto'>,
  ) {
    this.#models = models;
    this.#ngram = ngram;
    this.#causalModelOf = causalModelOf;
    this.#memory = memory;
  }

  /**
   * Completes in place of a model that is not loaded, since loading it takes the thread. Undefined for a model that is to be
   * tried in the request itself: one that cannot be loaded as far as its folder shows, or that failed a while ago.
   */
  async whileLoading(request: CompletionRequest, turn: Turn): Promise<Completion | undefined> {
    const { model, mayFallBack } = request;
    if (!mayFallBack) return undefined;
    const failure = this.#failures.get(model);
    if (failure && performance.now() - failure.time < RETRY_MS)
      return this.#write(promptGpt.id, request, turn, failure.why);
    if (this.#failures.delete(model)) return undefined;
    if (!(await this.#canWrite(model))) return undefined;
    let completion: Completion | undefined;
    for (const id of this.#quickestFor(model)) {
      completion = (await this.#write(id, request, turn, {}).catch(() => undefined)) ?? completion;
      if (completion && completion.texts.length > 0) break;
    }
    return completion;
  }

  /** Completes in place of a model that would read the text for long. */
  async whileReading(writer: CausalModel, request: CompletionRequest, turn: Turn): Promise<Completion | undefined> {
    if (!request.mayFallBack || request.model === promptGpt.id) return undefined;
    const { ids, piece } = leftContextTokens(writer, request);
    if (writer.reader.millisecondsToRead(ids.subarray(0, ids.length - piece.length)) <= PATIENCE_MS) return undefined;
    return this.#write(promptGpt.id, request, turn, { isReading: true }).catch(() => undefined);
  }

  /** Completes after the requested model failed. Throws the error itself when the request allows no stand-in. */
  async afterFailure(request: CompletionRequest, error: unknown, signal: AbortSignal, turn: Turn): Promise<Completion> {
    const { model, mayFallBack } = request;
    if (!mayFallBack || signal.aborted || model === promptGpt.id) throw error;
    return this.#write(promptGpt.id, request, turn, this.failed(model, error)).catch(() => {
      throw error;
    });
  }

  /** Remembers that a model failed, so that the next keys do not try it again. */
  failed(model: string, error: unknown): Reason {
    const why = { failure: errorText(error), isUnusable: unusableModelOf(error) !== undefined };
    this.#failures.set(model, { why, time: performance.now() });
    return why;
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

  async #write(id: string, request: CompletionRequest, turn: Turn, why: Reason): Promise<Completion> {
    const model = await turn(async () =>
      id === PROMPT_NGRAM ? this.#ngram.open() : this.#causalModelOf(await this.#models.causal(promptGpt.id)),
    );
    const completion = await complete(this.#memory.mixedInto(model, request), request, turn);
    return { ...completion, standIn: { model: id, ...why } };
  }
}
