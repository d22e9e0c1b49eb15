import type { AttendedTokens } from '../attention/displayedMap';
import type { Span } from '../text/span';

/** The attention that a passage receives from the last token, and its share of the tokens, both 0 to 1. */
export interface ReceivedAttention {
  readonly weight: number;
  readonly tokens: number;
}

/**
 * Adds up the weights with which the last token attends to a passage.
 *
 * @param weights [size, size], row-major, size = number of pieces
 */
export function receivedAttention(
  span: Span,
  { pieces, starts, ends }: AttendedTokens,
  weights: Float32Array,
): ReceivedAttention {
  const size = pieces.length;
  let [weight, tokens] = [0, 0];
  for (let token = 0; token < size; token++) {
    if (starts[token]! >= span.end || ends[token]! <= span.start) continue;
    weight += weights[(size - 1) * size + token]!;
    tokens++;
  }
  return { weight, tokens: tokens / size };
}
