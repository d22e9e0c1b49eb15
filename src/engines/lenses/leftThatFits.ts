import type { CompletionRequest } from '../../contracts/completionRequests';
import { MAX_SUGGESTION_TOKENS } from '../../core/completion/maxSuggestionTokens';
import { slidingWindowStart } from '../../core/tokens/dropOldestTokensInSteps';
import type { Engine } from '../engine';
import { placePieces } from '../spansOfPieces';
import { contextLengthOf } from './contextLengthOf';

/** UTF-16 code units for each token of the window, where an engine does not count tokens: English has four or five. */
const CHARACTERS_PER_TOKEN = 2;

/** The end of a left context that an engine reads. */
export interface FittingLeft {
  /** UTF-16 offset of its first token. */
  readonly from: number;
  /** Tokens from there on, and of the whole left context. */
  readonly seen: number;
  readonly all: number;
}

/** How many tokens of the left context fit beside a suggestion. */
function roomFor(engine: Engine, { length }: Pick<CompletionRequest, 'length'>): number {
  return contextLengthOf(engine.info) - MAX_SUGGESTION_TOKENS[length];
}

/** Counts which end of the left context fits into the engine's context window beside a suggestion. */
export async function leftThatFits(
  engine: Engine,
  request: Pick<CompletionRequest, 'left' | 'length'>,
  signal: AbortSignal,
): Promise<FittingLeft> {
  const { host } = new URL(engine.info.address);
  const { starts, special } = placePieces(request.left, await engine.tokenize(request.left, signal), host);
  const first = slidingWindowStart(starts.length, roomFor(engine, request));
  return { from: starts[first] ?? 0, seen: starts.length - first, all: starts.length - special };
}

/** Finds where the left context begins that fits, without counting tokens at each key. */
export class LeftMemory {
  #left = '';
  #fitting: FittingLeft | undefined;

  /**
   * UTF-16 offset of the first token that fits, and how many there are if that was counted now. A token has at least one byte, so a
   * short text always fits, and so does one that has few bytes more than one that was counted.
   */
  async find(
    engine: Engine,
    request: Pick<CompletionRequest, 'left' | 'length'>,
    signal: AbortSignal,
  ): Promise<{ readonly from: number; readonly seen: number | undefined }> {
    const { left } = request;
    const room = roomFor(engine, request);
    if (bytesOf(left) <= room) return { from: 0, seen: undefined };
    if (!engine.info.abilities.tokenizes)
      return { from: slidingWindowStart(left.length, room * CHARACTERS_PER_TOKEN), seen: undefined };
    const known = this.#fitting;
    if (known && left.startsWith(this.#left) && known.seen + bytesOf(left.slice(this.#left.length)) <= room)
      return { from: known.from, seen: undefined };
    const fitting = await leftThatFits(engine, request, signal);
    this.#left = left;
    this.#fitting = fitting;
    return fitting;
  }
}

/** Of its text in UTF-8. */
function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
