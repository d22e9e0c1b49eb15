import type { Completion } from '../../contracts/completionRequests';
import type { PrefixTrie } from '../../core/completion/prefixTrieOfSuggestions';
import { repeatsRight } from '../../core/completion/suggestionStopRules';

/** UTF-16 code units of all left contexts whose completions are cached. */
export const CACHE_SIZE = 2_000_000;

/** What can be shown at the caret, and the completion that it is of. */
export interface Suggestion {
  readonly texts: readonly string[];
  readonly completion: Completion;
}

/** The rest of a cached suggestion whose beginning stands left of the caret; undefined when none is cached. */
export function cachedSuggestion(cache: PrefixTrie<Completion>, left: string, right: string): Suggestion | undefined {
  const isAhead = ({ texts }: Completion, typed: string) =>
    typed === '' || texts.some((text) => text.startsWith(typed) && text !== typed);
  const entry = cache.find(left, isAhead);
  if (!entry) return undefined;
  const texts = entry.value.texts
    .filter((text) => text.startsWith(entry.rest))
    .map((text) => text.slice(entry.rest.length))
    .map((text) => text.slice(0, repeatsRight({ left, text, right })))
    .filter((text) => text !== '')
    .slice(0, 1);
  return { texts, completion: entry.value };
}
