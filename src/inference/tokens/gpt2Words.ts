import type { PreTrainedTokenizer } from '@xenova/transformers';

/**
 * GPT-2's split into words, with Unicode's White_Space as in the reference: JavaScript's \s also matches U+FEFF but not
 * U+0085.
 */
const GPT2_WORDS =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

/** Digits are all numbers of Unicode, such as ½, as in the reference; transformers.js knows 0 to 9. */
const EACH_DIGIT = /\P{N}+|\p{N}/gu;
const DIGITS_TOGETHER = /\P{N}+|\p{N}+/gu;

/** A part of a tokenizer that splits texts; some have others within. */
interface Splitter {
  readonly config?: { readonly type?: string; readonly individual_digits?: boolean };
  readonly tokenizers?: readonly Splitter[];
  pattern?: RegExp;
}

/** Makes a tokenizer that splits words as GPT-2 does, or digits, split them as the reference. */
export function splitAsReference(tokenizer: PreTrainedTokenizer): void {
  const splitter = tokenizer._tokenizer.pre_tokenizer as Splitter | null;
  if (splitter) correct(splitter);
}

function correct(splitter: Splitter): void {
  splitter.tokenizers?.forEach(correct);
  const { type, individual_digits: isEachApart } = splitter.config ?? {};
  if (type === 'ByteLevel') splitter.pattern = GPT2_WORDS;
  if (type === 'Digits') splitter.pattern = isEachApart ? EACH_DIGIT : DIGITS_TOGETHER;
}
