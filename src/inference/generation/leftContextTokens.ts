import { unfinishedPiece } from '../../core/completion/suggestionText';
import { slidingWindowStart } from '../../core/tokens/contextWindow';
import { MAX_SUGGESTION_TOKENS, type SuggestionLength } from '../../core/completion/stopRules';
import type { Tokenizer } from '../tokens/tokenizer';

/** The left context as a causal model reads it. */
export interface LeftContextTokens {
  /** Tokens of the window, those of the unfinished piece last. */
  readonly ids: Int32Array;
  readonly piece: Int32Array;
  /** How many tokens the whole left context has, how many of them are in the window, and the first one's UTF-16 offset. */
  readonly all: number;
  readonly seen: number;
  readonly from: number;
}

/** The last tokens of `left` that fit the context window beside the tokens to come. */
export function leftContextTokens(
  { tokenizer, contextLength }: { readonly tokenizer: Tokenizer; readonly contextLength: number },
  { left, length }: { readonly left: string; readonly length: SuggestionLength },
): LeftContextTokens {
  const unfinished = unfinishedPiece(left);
  const settled = tokenizer.encode(left.slice(0, left.length - unfinished.length));
  const piece = tokenizer.encode(unfinished).ids;
  // So every document of the training text began, of our model as of GPT-2 and most that came after it.
  const ids = joined(Int32Array.of(tokenizer.startOfText), settled.ids, piece);
  const first = slidingWindowStart(ids.length, contextLength - MAX_SUGGESTION_TOKENS[length]);
  return {
    ids: ids.subarray(first),
    piece,
    all: ids.length - 1,
    seen: ids.length - Math.max(first, 1),
    from: first === 0 ? 0 : (settled.starts[first - 1] ?? left.length - unfinished.length),
  };
}

/** A long text has more tokens than a call can have arguments. */
function joined(...parts: readonly Int32Array[]): Int32Array {
  const whole = new Int32Array(parts.reduce((length, part) => length + part.length, 0));
  let length = 0;
  for (const part of parts) {
    whole.set(part, length);
    length += part.length;
  }
  return whole;
}
