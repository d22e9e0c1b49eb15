import type { SuggestionLength } from '../../core/completion/suggestionStopRules';
import { unfinishedPiece } from '../../core/completion/unfinishedPieceBeforeCaret';
import { concatenate } from '../../core/concatenate';
import { slidingWindowStart } from '../../core/tokens/dropOldestTokensInSteps';
import type { Tokenizer } from '../tokens/tokenizer';
import { tokensBesideSuggestion } from './leaveRoomForSuggestion';

/** The left context as a causal model reads it. */
export interface LeftContextTokens {
  /** Tokens of the context window; those of the unfinished piece come last. */
  readonly ids: Int32Array;
  /** Tokens of the unfinished piece before the caret, such as “ assist”; none when the caret stands between pieces. */
  readonly piece: Int32Array;
  /** How many tokens the whole left context has. */
  readonly all: number;
  /** How many of them are in the window. */
  readonly seen: number;
  /** UTF-16 offset of the first token in the window. */
  readonly from: number;
}

/** The last tokens of `left` that fit in the context window together with the tokens to be generated. */
export function leftContextTokens(
  { tokenizer, contextLength }: { readonly tokenizer: Tokenizer; readonly contextLength: number },
  { left, length }: { readonly left: string; readonly length: SuggestionLength },
): LeftContextTokens {
  const unfinished = unfinishedPiece(left);
  const settled = tokenizer.encode(left.slice(0, left.length - unfinished.length));
  const piece = tokenizer.encode(unfinished).ids;
  // Documents began with this token when our model was trained, as they did for GPT-2 and most of its successors.
  const ids = concatenate([Int32Array.of(tokenizer.startOfText), settled.ids, piece]);
  const first = slidingWindowStart(ids.length, tokensBesideSuggestion(contextLength, length));
  return {
    ids: ids.subarray(first),
    piece,
    all: ids.length - 1,
    seen: ids.length - Math.max(first, 1),
    from: first === 0 ? 0 : (settled.starts[first - 1] ?? left.length - unfinished.length),
  };
}
