import { defaultLimit } from '../core/models/defaultTokenLimit';
import { tokenCount, type Tokens } from '../core/tokens/tokenSpans';
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
}

/** Loads the tokenizer and the limit that the options name. Throws for an unknown model or an invalid limit. */
export async function countingModel({ models, options }: CommandInput): Promise<CountingModel> {
  const id = options.model ?? DEFAULT_MODELS.count;
  const tokenizer = await models.tokenizer(id);
  const limit =
    options.limit === undefined
      ? (defaultLimit(id) ?? (await models.limit(id)))
      : wholeNumber('--limit', options.limit, 1);
  return {
    id,
    limit: Number.isFinite(limit) ? limit : undefined,
    encode: (text) => tokenizer.encode(text),
    count: (text) => tokenCount(tokenizer.encode(text)),
  };
}

/** The limit; throws a UsageError when there is none. */
export function requiredLimit({ id, limit }: CountingModel): number {
  if (limit === undefined) throw new UsageError(`The model ${id} has no limit. Set one with --limit.`);
  return limit;
}
