import { structureOf, type TextStructure } from '../../text/structure/textStructure';
import type { Example } from './example';
import { jsonOutsideFences } from './jsonOutsideFences';

/** “```json”, “~~~ {.json}” */
const FENCE = /^(`{3,}(?!`)|~{3,}(?!~))[ \t]*(?:\{[ \t]*)?\.?([\w+#-]*)[^\n]*\n/;
const CLOSING = /\n[ \t>]*(`{3,}|~{3,})[ \t]*\n?$/;
/** Words before an example that say that it is not to be followed. */
export const IS_BAD =
  /❌|✗|✘|🚫|👎|⛔|\b(?:wrong|bad|incorrect(?:ly)?|invalid|malformed|broken|not valid|anti-?patterns?|truncated|not like|negative|unparse?able|corrupt(?:ed)?|repair|trailing comma)\b/i;
/** Words that say so where they are all that stands on the line before: “Don't:”, “Common mistake:”. */
const IS_BAD_LABEL =
  /^.{0,20}\b(?:avoid|don['’]t|do not|never|mistakes?|errors?|fails?|failure|before|instead of)\b.{0,20}$/i;
/** In an example. */
const BAD_REMARK = /❌|✗|✘|🚫|(?:\/\/|#)[^\n]{0,20}\b(?:wrong|bad|invalid|incorrect)\b/i;
/** How much before an example is read for such words, in UTF-16 code units. */
const INTRODUCTION = 160;

/** The examples of a prompt in their order, those that it shows as bad ones aside. */
export function examplesIn(text: string): Example[] {
  const structure = structureOf(text);
  return [...fencedExamples(structure), ...jsonOutsideFences(structure)]
    .filter(({ start, text: example }) => !isBad(text.slice(Math.max(0, start - INTRODUCTION), start), example))
    .toSorted((a, b) => a.start - b.start);
}

function fencedExamples({ text, blocks }: TextStructure): Example[] {
  return blocks.flatMap(({ kind, contentStart, end: blockEnd }) => {
    if (kind !== 'code') return [];
    const source = text.slice(contentStart, blockEnd);
    const [opening, marks, language] = FENCE.exec(source) ?? [];
    if (opening === undefined) return [];
    const closing = CLOSING.exec(source.slice(-300));
    // A fence that is not closed holds whatever follows.
    if (!closing || closing[1]![0] !== marks![0]) return [];
    const start = contentStart + opening.length;
    const end = Math.max(start, blockEnd - closing[0].length + 1);
    const isQuoted = /^[ \t]*>/.test(text.slice(start, end));
    return isQuoted ? [] : [{ start, end, text: text.slice(start, end), language: language!.toLowerCase() }];
  });
}

function isBad(before: string, example: string): boolean {
  const introduction = before.slice(before.lastIndexOf('```', before.length - 20) + 1);
  const line = /[^\n]*$/.exec(introduction.replace(/\s+(?:[`~]{3,}[^\n]*\s*)?$/, ''))![0];
  return IS_BAD.test(introduction) || IS_BAD_LABEL.test(line) || BAD_REMARK.test(example);
}
