import type { Tokenizer } from '../../src/inference/tokens/tokenizer';
import { samplePrompt } from '../../test/helpers/fixtures';

/** Length of the context window that the benches fill, in tokens. */
export const CONTEXT = 512;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** Endless prompts of `length` tokens that differ in their last letter. */
export function* keystrokes(tokenizer: Tokenizer, length: number): Generator<string, never> {
  const text = samplePrompt('research-assistant.md');
  const { ids, ends } = tokenizer.encode(text);
  if (ids.length < length) throw new Error(`The sample prompt has ${ids.length} tokens; ${length} are needed.`);
  for (let key = 0; ; key = (key + 1) % LETTERS.length) yield `${text.slice(0, ends[length - 2])} ${LETTERS[key]}`;
}
