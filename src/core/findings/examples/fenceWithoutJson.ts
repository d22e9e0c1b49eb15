import type { FaultInExample } from './faultInExample';

/** A line that can belong to JSON, to a part of it, or to a template that makes it. */
const CAN_BE_JSON =
  /^[ \t]*(?:[{[\]}"'`<$@,%(*&]|\/\/|\/\*|#|-?\d|\.\.\.|…|true\b|false\b|null\b|[\w.-]{1,60}[ \t]*[:=]?[ \t]*[{["'])/m;
const WORD = /\p{L}{2,}/gu;
/** Fewer words than this can name what is to stand there. */
const FEWEST_WORDS = 6;

/** The whole text of a fence that says “json”, if it holds nothing that can be JSON. */
export function fenceWithoutJson(text: string): FaultInExample[] {
  if (CAN_BE_JSON.test(text) || /[{[]/.test(text) || [...text.matchAll(WORD)].length < FEWEST_WORDS) return [];
  const start = text.search(/\S/);
  const end = start + text.slice(start).split('\n', 1)[0]!.trimEnd().length;
  return [{ start, end, what: 'The fence around this text says “json”, but the text is none.' }];
}
