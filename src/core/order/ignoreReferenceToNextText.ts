import type { Span } from '../text/span';
import { MATERIAL } from './materialToWorkOn';
import { followingText, sentenceAt, type Outline } from './promptOutline';
import { headingsAbout } from './headingsByWords';
import { shareWord } from './matchWordsByStem';

/** Begins code, a quotation, a placeholder, a table or a list: “```”, “> Dear team”, “{{text}}”, “- new”. */
const MATERIAL_BEGINS = /^(?:```|~~~|[>"“{<[|]|[-*•+][ \t]|\d+[.)][ \t])/;

/** UTF-16 code units of a sentence before its end that can name what a reference is to. */
const LONGEST_REFERENCE = 500;

/** Whether the reference is to what follows directly, or nothing follows at all. */
export function followsDirectly(outline: Outline, { start, end }: Span): boolean {
  const { text } = outline;
  const sentence = sentenceAt(outline, start);
  const { onLine, block, heading } = followingText(outline, sentence.end);
  const isColon = text.slice(end, sentence.end).includes(':') || text[sentence.end - 1] === ':';
  if (isColon && /:\s*\S/.test(text.slice(end, sentence.end))) return true;
  const words = text.slice(start, end);
  // Remarks may stand between an instruction and the text that it applies to.
  if (onLine !== '') return MATERIAL.test(words) && isMaterial(block, words);
  if (block === '') return true;
  const isFar = /\b(?:end|bottom|last|final|later|afterwards|foot|further)\b/i.test(words);
  if (isFar) return false;
  if (MATERIAL_BEGINS.test(block)) return true;
  const reference = text.slice(Math.max(sentence.start, end - LONGEST_REFERENCE), end);
  const target = headingsAbout(outline.byStem, reference, sentence.end)?.first;
  // A later heading with these words is the target rather than what comes next.
  if (target) return text.slice(sentence.end, target.start).trim() === '';
  return heading === undefined && !/\bsection\b/.test(words);
}

/**
 * Whether an instruction applies to this block: code, a quotation, a placeholder, or under a label that the words name.
 */
function isMaterial(block: string, words: string): boolean {
  const label = /^([^\n:]{2,40}):/.exec(block)?.[1];
  return (
    /^(?:---|\*\*\*)/.test(block) || MATERIAL_BEGINS.test(block) || (label !== undefined && shareWord(words, label))
  );
}
