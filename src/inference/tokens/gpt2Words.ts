import type { PreTrainedTokenizer } from '@xenova/transformers';

/**
 * GPT-2's split into words, with Unicode's White_Space as in the reference: JavaScript's \s also matches U+FEFF but not
 * U+0085.
 */
const GPT2_WORDS =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

/** Makes a tokenizer that splits words as GPT-2 does use Unicode's White_Space. */
export function splitAtUnicodeSpaces(tokenizer: PreTrainedTokenizer): void {
  const splitter = tokenizer._tokenizer.pre_tokenizer as { config?: { type?: string }; pattern?: RegExp } | null;
  if (splitter?.config?.type === 'ByteLevel') splitter.pattern = GPT2_WORDS;
}
