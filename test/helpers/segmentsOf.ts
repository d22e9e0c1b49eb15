import { split, type SplitOptions } from '../../src/core/tokens/splitIntoSegments';
import type { Segment } from '../../src/core/tokens/segmentText';
import { tokenCount } from '../../src/core/tokens/tokenSpans';
import type { Tokenizer } from '../../src/inference/tokens/tokenizer';

/** The segments of a text as a tokenizer counts it. */
export function segmentsOf(text: string, options: SplitOptions, tokenizer: Tokenizer): Segment[] {
  return [...split(text, tokenizer.encode(text), options, (part) => tokenCount(tokenizer.encode(part)))];
}
