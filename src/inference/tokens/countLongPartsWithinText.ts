import type { Span } from '../../core/text/span';
import type { IncrementalTokens } from '../../core/tokens/reencodeEditedBlocks';
import type { CountableTokens } from '../../core/tokens/countAgainstLimit';
import type { Tokenizer } from './tokenizer';

/** Longest part of a text that is encoded on its own, in UTF-16 code units. */
const MAX_PART_LENGTH = 100_000;

/** The tokens of a part encoded on its own; for a very long part, the tokens of the whole text that overlap it. */
export function tokensOfPart(text: IncrementalTokens, span: Span, tokenizer: Tokenizer): CountableTokens {
  if (span.end - span.start > MAX_PART_LENGTH) return text.within(span);
  const { ids, starts, ends } = tokenizer.encode(text.slice(span));
  return {
    textTokenCount: ids.length,
    spanOf: (index) => ({ start: span.start + starts[index]!, end: span.start + ends[index]! }),
  };
}
