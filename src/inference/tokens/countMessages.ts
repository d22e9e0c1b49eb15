import type { ChatMessage } from '../../core/prompts/chatMessages';
import type { RenderChat } from './chatTemplate.node';
import type { Tokenizer } from './tokenizer';

/**
 * Counts the tokens of messages as a chat template writes them, which writes special tokens itself, and those that it adds to the
 * texts.
 */
export function countMessages(
  tokenizer: Tokenizer,
  render: RenderChat,
  messages: readonly ChatMessage[],
): { count: number; added: number } {
  const count = tokenizer.encodeChat(render(messages)).ids.length;
  const own = messages.reduce((sum, { content }) => sum + tokenizer.encode(content).ids.length, 0);
  return { count, added: count - own };
}
