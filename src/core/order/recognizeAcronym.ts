import type { Span } from '../text/span';
import { sentenceAt, type Outline } from './promptOutline';
import { defines, AFTER_DEFINED } from './recognizeDefinition';

/** An acronym of 2 to 7 letters and digits, without a plural s: “CTR” of “CTRs”. */
export const ACRONYM = /(?<![\w{[<%$#@/.-])[A-Z][A-Z0-9]{1,6}(?=s?(?![\w}\]>%]))/g;

/** “ (click-through rate)” after an acronym. */
const IN_BRACKETS = /^s? ?\(([^)\n]{3,80})\)/;
/** “, short for click-through rate” after an acronym. */
const AFTER_COMMA = /^,? (?:or |short for |that is,? |i\.e\.,? )?([^.,:;\n]{5,80})/;
/** “ stands for …” after an acronym. */
const STANDS_FOR = /^[ \t]*(?:is|are)? ?(?:short for|means|stands for|denotes|abbreviates|refers to|=)/;
/** “known as ” before an acronym. */
const CALLED = /\b(?:abbreviated|called|known as|short(?:ened)?(?: to)?)[ \t"“]*$/;
/** “ (in ads) is …” after an acronym. */
const IS = /^s?["”*]*[ \t]*(?:\([^)\n]*\)[ \t]*)?(?:is|are|was)\b/;
/** “ is the share of …” after an acronym. */
const IS_A = /^\S*(?: \([^)]*\))? (?:is|are) (?:an?|the|our|my|short|what|how|when)\b/;

/** Whether the acronym at `at` is spelled out or defined there. */
export function introducesAcronym(text: string, acronym: string, at: number): boolean {
  const after = text.slice(at + acronym.length, at + acronym.length + 120);
  const before = text.slice(Math.max(0, at - 120), at);
  const inBrackets = IN_BRACKETS.exec(after);
  if (inBrackets && spells(acronym, inBrackets[1]!)) return true;
  // The acronym itself is in brackets: “click-through rate (CTR)”.
  if (before.endsWith('(') && /^s?[)]/.test(after)) {
    const clauses = before.slice(0, -1).split(/[.!?:;\n]/);
    return spells(acronym, clauses.at(-1)!);
  }
  const afterComma = AFTER_COMMA.exec(after);
  if (afterComma && after.startsWith(',') && spells(acronym, afterComma[1]!)) return true;
  if (STANDS_FOR.test(after) || CALLED.test(before.slice(-30))) return true;
  if (!defines(text, acronym, at)) return false;
  return !IS.test(after) || IS_A.test(after) || spells(acronym, after);
}

/** Begins a sentence or list item, up to an article: “- The ”. */
const SENTENCE_START = /^\s*(?:(?:[-*•+]|\d+[.)])[ \t]+)?["“'*_]*(?:(?:the|an?)[ \t]+)?["“'*_]*$/i;

/** Whether a sentence begins with this spelled-out form and defines it: “DOA (dead on arrival): …”. */
export function isDefinition(outline: Outline, { start, end }: Span): boolean {
  const before = outline.text.slice(sentenceAt(outline, start).start, start);
  return SENTENCE_START.test(before) && AFTER_DEFINED.test(outline.text.slice(end, end + 120));
}

/**
 * The spelled-out form around the acronym at `at`: “IBAN (International Bank Account Number)” or “click-through rate
 * (CTR)”. Undefined when it is not spelled out there.
 */
export function spelledOut(text: string, acronym: string, at: number): Span | undefined {
  const end = at + acronym.length;
  const inBrackets = /^ ?\(([^)\n]{3,80})\)/.exec(text.slice(end, end + 120));
  if (inBrackets && spells(acronym, inBrackets[1]!)) return { start: at, end: end + inBrackets[0].length };
  if (text[at - 1] !== '(' || text[end] !== ')') return undefined;
  const from = Math.max(0, at - 121);
  const before = /[^.!?:;\n]*$/.exec(text.slice(from, at - 1))![0];
  const words = [...before.matchAll(/[\p{L}\p{N}]+/gu)];
  const first = words.findLast(({ index }) => spells(acronym, before.slice(index)));
  return first && { start: at - 1 - before.length + first.index, end: end + 1 };
}

/** Whether the letters of an acronym begin the words of `phrase`, in order. */
function spells(acronym: string, phrase: string): boolean {
  const initials = (phrase.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => word[0]!.toUpperCase());
  const letters = [...acronym.replace(/\d/g, '')];
  let matched = 0;
  for (const initial of initials) if (initial === letters[matched]) matched++;
  return matched >= letters.length && letters.length > 0;
}
