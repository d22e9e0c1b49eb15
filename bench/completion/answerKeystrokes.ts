import { loadTokenizer } from '../../src/inference/tokens/tokenizer';
import { CONTEXT, keystrokes } from './keystrokes';

/** How many tokens each way writes after a keystroke. */
export const NEW_TOKENS = 16;

/**
 * Writes after one more keystroke in a prompt that fills the window, each time the process that forked this one asks
 * for it, and says when it is done.
 */
export async function answerKeystrokes(model: string, write: (prompt: string) => Promise<unknown>): Promise<void> {
  const prompts = keystrokes(await loadTokenizer(model), CONTEXT - NEW_TOKENS - 1);
  process.on('message', () => void write(prompts.next().value).then(() => process.send!('written')));
  process.send!('ready');
}
