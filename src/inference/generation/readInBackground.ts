import type { CompletionRequest } from '../../contracts/completionRequests';
import type { Turn } from '../requestScheduler';
import type { CausalModel } from './causalModel';
import { leftContextTokens } from './leftContextTokens';

/** A key should not wait longer than this for a suggestion, in milliseconds. */
const PATIENCE_MS = 300;

/**
 * Milliseconds without a request after which reading begins. A key that is pressed during a pass waits for its end, and
 * the next key would abort the answer.
 */
const PAUSE_MS = 250;

/** Reads the left context of slow models in pauses, while another model answers: for each model the latest text only. */
export class BackgroundReading {
  readonly #inTurns: (signal: AbortSignal, read: (turn: Turn) => Promise<unknown>) => Promise<unknown>;
  readonly #running = new WeakMap<CausalModel, AbortController>();

  /** @param inTurns gives turns to a reading, until the signal fires */
  constructor(inTurns: (signal: AbortSignal, read: (turn: Turn) => Promise<unknown>) => Promise<unknown>) {
    this.#inTurns = inTurns;
  }

  /**
   * Begins to read the request's left context, in place of what the model was reading, if that takes longer than a key
   * should wait.
   *
   * @returns whether it does
   */
  begin(model: CausalModel, request: CompletionRequest): boolean {
    this.#running.get(model)?.abort();
    const { ids, piece } = leftContextTokens(model, request);
    const settled = ids.subarray(0, ids.length - piece.length);
    if (settled.length === 0 || model.reader.millisecondsToRead(settled) <= PATIENCE_MS) return false;
    const controller = new AbortController();
    this.#running.set(model, controller);
    const timer = setTimeout(() => {
      // If the model cannot read it, the request that needs it says why.
      this.#inTurns(controller.signal, (turn) => model.reader.read(settled, 1, turn)).catch(() => undefined);
    }, PAUSE_MS);
    controller.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
    return true;
  }
}
