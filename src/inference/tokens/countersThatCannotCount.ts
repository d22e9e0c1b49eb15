import { errorText } from '../../core/errorText';
import type { CountRequest, CountResult } from '../../contracts/tokenRequests';
import type { TokenCount } from '../../core/tokens/countAgainstLimit';
import type { Tokenizer } from './tokenizer';

/** Provides the tokenizers and limits of models. */
export interface TokenizerSource {
  tokenizer(model: string): Promise<Tokenizer>;
  /** Length of the context window in tokens; Infinity without a limit. */
  limit(model: string): Promise<number>;
}

/** What is needed to count with some counters. Maps are by model, limits in the counters' order. */
export interface LoadedCounters {
  readonly tokenizers: ReadonlyMap<string, Tokenizer>;
  /** Why a model cannot count. */
  readonly problems: ReadonlyMap<string, string>;
  readonly limits: readonly number[];
}

/** Throws when the first counter's model cannot count; the others' problems are returned. */
export async function loadTokenizers(
  counters: CountRequest['counters'],
  source: TokenizerSource,
): Promise<LoadedCounters> {
  const tokenizers = new Map<string, Tokenizer>();
  const problems = new Map<string, string>();
  const limits: number[] = [];
  for (const [index, { model, limit }] of counters.entries()) {
    try {
      tokenizers.set(model, await source.tokenizer(model));
      limits.push(limit ?? (await source.limit(model)));
    } catch (error) {
      if (index === 0) throw error;
      limits.push(limit ?? Infinity);
      problems.set(model, errorText(error));
    }
  }
  return { tokenizers, problems, limits };
}

/** The result of a counter that cannot count: all its numbers are 0. */
export function uncounted(limit: number, parts: number): Omit<CountResult, 'model'> {
  const nothing = { count: 0, limit, specialTokens: 0, at: undefined };
  return { ...nothing, spanCounts: new Array<TokenCount>(parts).fill(nothing) };
}
