import type { PreTrainedTokenizer } from '@xenova/transformers';

/** The token between texts in GPT-2's and most later vocabularies. Qwen has it, although it names no first token. */
const END_OF_TEXT = '<|endoftext|>';

/** Id of the token that every text begins with, for causal models. */
export function startOfTextToken(tokenizer: PreTrainedTokenizer, vocabulary: ReadonlyMap<string, number>): number {
  return tokenizer.bos_token_id ?? vocabulary.get(END_OF_TEXT) ?? tokenizer.eos_token_id;
}
