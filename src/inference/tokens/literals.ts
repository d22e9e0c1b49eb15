import type { PreTrainedTokenizer } from '@xenova/transformers';

/** Tokens that are found where a text spells them out, such as [SEP], before it is split into words. */
export interface Literals {
  /** The text cut before and behind each of them. */
  split(text: string): string[];
  /** Id of a literal; undefined for other text. */
  idOf(section: string): number | undefined;
}

export function literalsOf(tokenizer: PreTrainedTokenizer): Literals {
  const ids = new Map<string, number>();
  for (const [id, { content }] of tokenizer._tokenizer.get_added_tokens_decoder()) ids.set(content, id);
  const pattern = anyOf([...ids.keys()]);
  return { split: (text) => text.split(pattern), idOf: (section) => ids.get(section) };
}

/** Matches any of the strings, longer ones first, and keeps it when used to split. */
function anyOf(literals: readonly string[]): RegExp {
  const longestFirst = literals.toSorted((a, b) => b.length - a.length);
  const escaped = longestFirst.map((literal) => literal.replace(/[[\]\\^$.*+?(){}|]/g, '\\$&'));
  return escaped.length === 0 ? /(?!)/ : new RegExp(`(${escaped.join('|')})`);
}
