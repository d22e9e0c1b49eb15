import type { ChatMessage } from '../../core/prompts/chatMessages';
import type { RenderChat } from './chatTemplate.node';
import type { Tokenizer } from './tokenizer';

/**
 * Counts the tokens of messages as a chat template writes them, which writes special tokens itself, and those that it adds to the
 * texts. Throws without a template.
 */
export function countMessages(
  tokenizer: Tokenizer,
  render: RenderChat | undefined,
  messages: readonly ChatMessage[],
): { count: number; added: number } {
  if (!render)
    throw new Error('This model has no chat template, since it continues plain text. Count the text itself.');
  const count = tokenizer.encodeChat(render(messages)).ids.length;
  const own = messages.reduce((sum, { content }) => sum + tokenizer.encode(content).ids.length, 0);
  return { count, added: count - own };
}
