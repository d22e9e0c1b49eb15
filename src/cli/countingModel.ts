import { defaultLimit } from '../core/models/defaultTokenLimit';
import { countableModel } from '../core/tokens/countableModel';
import { readBudgetDirective } from '../core/text/budgetDirectiveInPrompt';
import type { ChatMessage } from '../core/prompts/chatMessages';
import { tokenCount, type Tokens } from '../core/tokens/tokenSpans';
import { countMessages } from '../inference/tokens/countMessages';
import type { CommandInput } from './command';
import { UsageError } from './usageError';
import { wholeNumber } from './checkOptionValue';
import { DEFAULT_MODELS } from './defaultModels';

/** A model whose tokens are counted. */
export interface CountingModel {
  readonly id: string;
  /** Maximum tokens, including special tokens; undefined when neither the user nor the model sets a limit. */
  readonly limit: number | undefined;
  encode(text: string): Tokens;
  /** Number of tokens of a text, including special tokens. */
  count(text: string): number;
  /** The tokens of messages as they are sent, and how many of them the chat template adds. */
  countMessages(messages: readonly ChatMessage[]): Promise<{ count: number; added: number }>;
}

/**
 * Loads the tokenizer and the limit for a text: those of the options, else those that the text itself names, else the
 * defaults. Throws for an unknown model or an invalid limit.
 */
export async function countingModel({ models, options }: CommandInput, text: string): Promise<CountingModel> {
  const { directive } = readBudgetDirective(text);
  const id = options.model ?? directive.model ?? DEFAULT_MODELS.count;
  const { tokenizer: model, limit: known, factor, name } = countableModel(id);
  if (factor !== undefined)
    throw new UsageError(
      `The tokenizer of ${name} is not public. Count with ${model}, which gives about ${factor} times less.`,
    );
  const tokenizer = await models.tokenizer(model);
  const chosen = options.limit === undefined ? undefined : wholeNumber('--limit', options.limit, 1);
  // A limit in a text belongs to the model that it names, or to any.
  const own = directive.model === undefined || directive.model === id ? directive.limit : undefined;
  const limit = chosen ?? own ?? known ?? defaultLimit(model) ?? (await models.limit(model));
  return {
    id,
    limit: Number.isFinite(limit) ? limit : undefined,
    encode: (text) => tokenizer.encode(text),
    count: (text) => tokenCount(tokenizer.encode(text)),
    countMessages: async (messages) => countMessages(tokenizer, await models.chatTemplate(model), messages),
  };
}

/** The limit; throws a UsageError when there is none. */
export function requiredLimit({ id, limit }: CountingModel): number {
  if (limit === undefined) throw new UsageError(`The model ${id} has no limit. Set one with --limit.`);
  return limit;
}
