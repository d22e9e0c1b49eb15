import { frontMatterLength } from '../text/frontMatter';
import type { OrderFinding } from './orderFindingTypes';
import type { Outline } from './promptOutline';
import { PLACEHOLDER, isTag } from './placeholdersInOrderLint';
import { defines } from './recognizeDefinition';
import { ACRONYM, introducesAcronym, spelledOut, isDefinition } from './recognizeAcronym';
import { lateRoles } from './rolesUsedBeforeIntroduced';
import { findingAt } from './moveDefinitionBeforeFirstUse';

/** Finds placeholders, acronyms and roles that are used before they are introduced. */
export function lateIntroductions(outline: Outline): OrderFinding[] {
  return [
    ...lateWords(outline, occurrences(outline.text, PLACEHOLDER), isTag, defines),
    ...lateWords(outline, occurrences(outline.prose, ACRONYM), () => false, introducesAcronym),
    ...lateRoles(outline),
  ];
}

/** Offsets of each word that matches, ascending, front matter left out. */
function occurrences(text: string, pattern: RegExp): Map<string, number[]> {
  const offsets = new Map<string, number[]>();
  const bodyStart = frontMatterLength(text);
  for (const { index, 0: word } of text.matchAll(pattern)) {
    const known = offsets.get(word);
    if (index < bodyStart) continue;
    if (known) known.push(index);
    else offsets.set(word, [index]);
  }
  return offsets;
}

/** Finds words that are used before one of their occurrences introduces them. */
function lateWords(
  outline: Outline,
  offsets: ReadonlyMap<string, readonly number[]>,
  isExempt: (word: string, text: string) => boolean,
  introduces: (text: string, word: string, at: number) => boolean,
): OrderFinding[] {
  const { text } = outline;
  return [...offsets].flatMap(([word, [first, ...others]]) => {
    if (isExempt(word, text) || introduces(text, word, first!)) return [];
    const introduced = others.find((at) => introduces(text, word, at));
    // An introduction in the same sentence is early enough.
    if (introduced === undefined || !/[.!?\n]/.test(text.slice(first!, introduced))) return [];
    const use = { start: first!, end: first! + word.length };
    const swapWith = spelledOut(text, word, introduced);
    if (swapWith && !isDefinition(outline, swapWith)) return [{ kind: 'late-introduction', ...use, swapWith }];
    return [findingAt(outline, use, introduced)];
  });
}
