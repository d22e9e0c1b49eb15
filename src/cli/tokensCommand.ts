import type { CommandInput } from './command';
import { chatMessagesIn, type ChatMessage } from '../core/prompts/chatMessages';
import { readBudgetDirective } from '../core/text/budgetDirectiveInPrompt';
import { tokenCount } from '../core/tokens/tokenSpans';
import { wholeNumber } from './checkOptionValue';
import { countingModel } from './countingModel';
import type { PromptFile } from './readPromptFiles.node';
import { UsageError } from './usageError';
import { whoAnswers, type Answering } from './whoAnswers';

/** The tokens of a file. Scripts read these keys. */
interface FileTokens {
  readonly file: string;
  readonly model: string;
  readonly tokens: number;
  readonly template: number | undefined;
  readonly limit: number | null;
  readonly over: number;
}

/** Prints how many tokens each text has; false when one is over the limit. */
export async function tokensCommand(input: CommandInput): Promise<boolean> {
  const { models, options, files } = input;
  const engine = options.engine === undefined ? undefined : await whoAnswers(models, options, '');
  const counts: FileTokens[] = engine
    ? await inTurn(files, (file) => countThere(engine, input, file))
    : await Promise.all(files.map((file) => countHere(input, file)));
  if (options.json) console.log(JSON.stringify(counts, null, 2));
  else
    for (const { file, tokens, template, limit, over } of counts) {
      const added = template === undefined ? '' : `  ${template} of the chat template`;
      console.log(`${String(tokens).padStart(8)}${added}${over > 0 ? `  ${over} over ${limit}` : ''}  ${file}`);
    }
  return counts.every(({ over }) => over === 0);
}

async function countHere(input: CommandInput, { name, text }: PromptFile): Promise<FileTokens> {
  const { id: model, limit, count, countMessages } = await countingModel(input, text);
  const messages = messagesAs(input.options.as, name, text);
  const { count: tokens, added: template } = messages
    ? await countMessages(messages)
    : { count: count(text), added: undefined };
  return { file: name, model, tokens, template, ...againstLimit(tokens, limit) };
}

/** By the engine's own tokenizer. */
async function countThere(
  { inference, model, name: counted, engine }: Answering,
  { options }: CommandInput,
  { name, text }: PromptFile,
): Promise<FileTokens> {
  if (options.as !== 'text') throw new UsageError('An engine counts texts alone. Leave --as out.');
  const tokens = tokenCount(await inference.tokenize({ model, text }, new AbortController().signal));
  const chosen = options.limit === undefined ? undefined : wholeNumber('--limit', options.limit, 1);
  const { directive } = readBudgetDirective(text);
  // A limit in a text belongs to the model that it names, or to any.
  const own = directive.model === undefined ? directive.limit : undefined;
  const limit = chosen ?? own ?? engine!.contextLength;
  return { file: name, model: counted, tokens, template: undefined, ...againstLimit(tokens, limit) };
}

function againstLimit(tokens: number, limit: number | undefined): Pick<FileTokens, 'limit' | 'over'> {
  return { limit: limit ?? null, over: limit === undefined ? 0 : Math.max(0, tokens - limit) };
}

/** An engine gets one request after the other. */
async function inTurn<Item, Result>(items: readonly Item[], use: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await use(item));
  return results;
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
