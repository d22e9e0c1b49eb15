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
  const countOf = (text: string) => tokenizer.encode(text).ids.length;
  const count = countOf(render(messages));
  return { count, added: count - messages.reduce((sum, { content }) => sum + countOf(content), 0) };
}
