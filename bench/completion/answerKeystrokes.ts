import path from 'node:path';
import { models } from '../../test/helpers/fixtures';
import { loadTokenizer } from '../../src/inference/tokens/loadTokenizer';
import { CONTEXT, keystrokes } from './keystrokes';

/** How many tokens each implementation generates after a keystroke. */
export const NEW_TOKENS = 16;

/**
 * Runs in a forked process: on each message, generates after one more keystroke in a prompt that fills the context
 * window, and answers when it is done.
 */
export async function answerKeystrokes(model: string, generate: (prompt: string) => Promise<unknown>): Promise<void> {
  const prompts = keystrokes(await loadTokenizer(path.join(models, model)), CONTEXT - NEW_TOKENS - 1);
  process.on('message', () => void generate(prompts.next().value).then(() => process.send!('generated')));
  process.send!('ready');
}
