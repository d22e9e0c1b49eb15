import type { PreTrainedTokenizer } from '@xenova/transformers';

/** Ids of the special tokens that the model adds before and after a text. */
export function specialTokensAroundText(tokenizer: PreTrainedTokenizer): [before: number[], after: number[]] {
  const plain = tokenizer.encode('a', { add_special_tokens: false });
  const whole = tokenizer.encode('a');
  const start = whole.indexOf(plain[0]!);
  return [whole.slice(0, start), whole.slice(start + plain.length)];
}
