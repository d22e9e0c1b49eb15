import type { CommandInput } from './command';
import { chatMessagesIn, type ChatMessage } from '../core/prompts/chatMessages';
import { countingModel } from './countingModel';
import { UsageError } from './usageError';

/** Prints how many tokens each text has; false when one is over the limit. */
export async function tokensCommand(input: CommandInput): Promise<boolean> {
  const counts = await Promise.all(
    input.files.map(async ({ name, text }) => {
      const { id: model, limit, count, countMessages } = await countingModel(input, text);
      const messages = messagesAs(input.options.as, name, text);
      const { count: tokens, added: template } = messages
        ? await countMessages(messages)
        : { count: count(text), added: undefined };
      const over = limit === undefined ? 0 : Math.max(0, tokens - limit);
      return { file: name, model, tokens, template, limit: limit ?? null, over };
    }),
  );
  if (input.options.json) console.log(JSON.stringify(counts, null, 2));
  else
    for (const { file, tokens, template, limit, over } of counts) {
      const added = template === undefined ? '' : `  ${template} of the chat template`;
      console.log(`${String(tokens).padStart(8)}${added}${over > 0 ? `  ${over} over ${limit}` : ''}  ${file}`);
    }
  return counts.every(({ over }) => over === 0);
}

/** The messages to count; undefined to count the text. */
function messagesAs(way: string, name: string, text: string): ChatMessage[] | undefined {
  if (way === 'text') return undefined;
  if (way === 'user' || way === 'system') return [{ role: way, content: text }];
  if (way !== 'messages') throw new UsageError(`--as ${way} is not known. Use text, user, system or messages.`);
  const messages = chatMessagesIn(name, text);
  if (messages.length > 0) return messages;
  throw new UsageError(
    `${name} has no messages: no roles in a Prompty file, and no list with role and content in YAML or JSON.`,
  );
}
