import type { Span } from '../text/span';
import type { OrderFinding } from './orderFindingTypes';
import { endOfLine, startOfLine } from './lineBounds';
import { sentenceAt, type Outline } from './promptOutline';
import { insertionForDefinition } from './insertionPoint';

/** The finding for a first use, with the move of its later introduction where that is possible. */
export function findingAt(outline: Outline, use: Span, introduced: number): OrderFinding {
  const move = definitionAt(outline, introduced);
  const to = insertionForDefinition(outline, use.start, move);
  return { kind: 'late-introduction', ...use, ...(to.offset <= use.start ? { move, to } : {}) };
}

/** UTF-16 code units before a definition in which its sentence can begin. */
const LONGEST_BEGINNING = 500;

/** A label, which defines with the whole of its line: “DOA (dead on arrival):”. */
const LABEL = /^[ \t]*(?:(?:[-*•+]|\d+[.)])[ \t]+)?[^\n:.!?]{1,60}:/;

/** The definition at `at`: its line, or its sentence when the line holds more and has no label. */
function definitionAt(outline: Outline, at: number): Span {
  const { text } = outline;
  const whole = sentenceAt(outline, at);
  const from = Math.max(whole.start, at - LONGEST_BEGINNING);
  // `sentences` do not break before “{” or “<”, but a definition can begin there.
  const sentenceBreak = /(?:[.!?]["”)]?[ \t]+(?![ \t]))(?=[^.!?]*$)/.exec(text.slice(from, at));
  const sentence = {
    start: sentenceBreak ? from + sentenceBreak.index + sentenceBreak[0].length : whole.start,
    end: whole.end,
  };
  const line = { start: startOfLine(outline, at), end: Math.min(text.length, endOfLine(outline, at) + 1) };
  const isWholeLine = text.slice(line.start, line.end).trim() === text.slice(sentence.start, sentence.end).trim();
  const isLabelled = LABEL.test(text.slice(line.start, line.end)) && at - line.start < 8;
  return isWholeLine || isLabelled ? line : sentence;
}
