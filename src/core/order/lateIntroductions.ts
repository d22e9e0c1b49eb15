import { hideWhatHoldsNoPlaceholders } from '../text/hideWhatHoldsNoPlaceholders';
import type { OrderFinding } from './orderFindingTypes';
import type { Outline } from './promptOutline';
import { PLACEHOLDER, tagsIn } from './placeholdersInOrderLint';
import { defines } from './recognizeDefinition';
import { ACRONYM, introducesAcronym, spelledOut, isDefinition } from './recognizeAcronym';
import { lateRoles } from './rolesUsedBeforeIntroduced';
import { findingAt } from './moveDefinitionBeforeFirstUse';

/** Finds placeholders, acronyms and roles that are used before they are introduced. */
export function lateIntroductions(outline: Outline): OrderFinding[] {
  const placeholders = occurrences(hideWhatHoldsNoPlaceholders(outline.text), PLACEHOLDER);
  for (const tag of tagsIn(outline.text)) placeholders.delete(tag);
  return [
    ...lateWords(outline, placeholders, defines),
    ...lateWords(outline, occurrences(outline.prose, ACRONYM), introducesAcronym),
    ...lateRoles(outline),
  ];
}

/** Offsets of each word that matches, ascending. */
function occurrences(text: string, pattern: RegExp): Map<string, number[]> {
  const offsets = new Map<string, number[]>();
  for (const { index, 0: word } of text.matchAll(pattern)) {
    const known = offsets.get(word);
    if (known) known.push(index);
    else offsets.set(word, [index]);
  }
  return offsets;
}

/** Finds words that are used before one of their occurrences introduces them. */
function lateWords(
  outline: Outline,
  offsets: ReadonlyMap<string, readonly number[]>,
  introduces: (text: string, word: string, at: number) => boolean,
): OrderFinding[] {
  const { text } = outline;
  return [...offsets].flatMap(([word, [first, ...others]]) => {
    if (introduces(text, word, first!)) return [];
    const introduced = others.find((at) => introduces(text, word, at));
    // An introduction in the same sentence is early enough.
    if (introduced === undefined || !/[.!?\n]/.test(text.slice(first!, introduced))) return [];
    const use = { start: first!, end: first! + word.length };
    const swapWith = spelledOut(text, word, introduced);
    if (swapWith && !isDefinition(outline, swapWith)) return [{ kind: 'late-introduction', ...use, swapWith }];
    return [findingAt(outline, use, introduced)];
  });
}
