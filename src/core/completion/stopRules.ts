/** How much one suggestion may say. */
export type Length = 'word' | 'clause' | 'sentence' | 'paragraph';

/** Generated text, and what it stands between. */
export interface Draft {
  readonly left: string;
  readonly text: string;
  readonly right: string;
}

/** Where the generated text must end, as a UTF-16 offset into it; undefined to go on. */
export type StopRule = (draft: Draft) => number | undefined;

/** The most tokens of a suggestion, by its length. */
export const MOST_TOKENS: Record<Length, number> = { word: 8, clause: 16, sentence: 32, paragraph: 96 };

/** Behind the first word and the marks that cling to it. */
export function wordEnd({ text }: Draft): number | undefined {
  return endOf(/^\s*\S+(?=\s)/u.exec(text));
}

/** Behind a comma, semicolon, colon or dash. */
export function clauseEnd({ text }: Draft): number | undefined {
  return endOf(/[,;:—–](?=\s)/u.exec(text));
}

const SENTENCE_END = /[.!?…]["'”’)\]*_`]*(?=\s)/gu;
const NO_SENTENCE_END = /(?:(?:^|\n)[ \t>]*\d+|\b(?:e\.g|i\.e|etc|vs|cf|approx|Mr|Mrs|Ms|Dr|St|No))\.$/u;

/** Behind a full stop, question or exclamation mark; the number of a list item and “e.g.” end no sentence. */
export function sentenceEnd({ left, text }: Draft): number | undefined {
  const line = lastLine(left);
  for (const mark of text.matchAll(SENTENCE_END)) {
    const end = mark.index + mark[0].length;
    if (!NO_SENTENCE_END.test(line + text.slice(0, end))) return end;
  }
  return undefined;
}

/** Before the line break that follows the first text. */
export function lineEnd({ text }: Draft): number | undefined {
  return endOf(/^\s*\S[^\n]*(?=\n)/u.exec(text));
}

/** Before the blank line that follows the first text. */
export function paragraphEnd({ text }: Draft): number | undefined {
  return endOf(/^\s*\S.*?(?=\n[ \t]*\n)/su.exec(text));
}

/** Before the line break that a list's next item follows. */
export function listItem({ text }: Draft): number | undefined {
  return endOf(/^\s*\S.*?(?=\n[ \t>]*(?:[-*+•]|\d+[.)])[ \t])/su.exec(text));
}

const REPEATED_WORDS = 4;
const REPEATED_WITHIN = 240;

/** Before words that say again, in the same order, what has just been said: four of them or more. */
export function repeatsLeft({ left, text }: Draft): number | undefined {
  const before = left.slice(-REPEATED_WITHIN);
  const words = [...(before + text).matchAll(/[\p{L}\p{N}]+/gu)];
  const said = new Set<string>();
  for (let last = REPEATED_WORDS - 1; last < words.length; last++) {
    const run = words.slice(last - REPEATED_WORDS + 1, last + 1);
    const key = run.map(([word]) => word.toLowerCase()).join(' ');
    const start = run[0]!.index - before.length;
    const isGenerated = words[last]!.index >= before.length;
    if (isGenerated && said.has(key)) return Math.max(0, start);
    said.add(key);
  }
  return undefined;
}

/** Before what stands right of the caret already: the rest of its line, or the next line that is not blank. */
export function repeatsRight({ text, right }: Draft): number | undefined {
  const lineBreak = right.indexOf('\n');
  const suffix = (lineBreak < 0 ? right : right.slice(0, lineBreak)).trim();
  const inLine = suffix === '' ? -1 : text.indexOf(suffix);
  if (inLine >= 0) return inLine;
  const nextLine = /\S[^\n]*/u.exec(lineBreak < 0 ? '' : right.slice(lineBreak))?.[0].trim();
  const start = nextLine === undefined ? -1 : text.indexOf(nextLine);
  const isLine = start >= 0 && text.slice(0, start).trimEnd() !== text.slice(0, start).replace(/[ \t]+$/u, '');
  return isLine ? text.slice(0, start).trimEnd().length : undefined;
}

const RULES: Record<Length, Record<string, StopRule>> = {
  word: { wordEnd, lineEnd },
  clause: { clauseEnd, sentenceEnd, lineEnd },
  sentence: { sentenceEnd, lineEnd },
  paragraph: { paragraphEnd, listItem },
};

/** The first place where one of the rules for `length` ends the text, undefined when it may go on. */
export function stopAt(draft: Draft, length: Length): number | undefined {
  const rules = [...Object.values(RULES[length]), repeatsLeft, repeatsRight];
  const ends = rules.map((rule) => rule(draft)).filter((end) => end !== undefined);
  return ends.length === 0 ? undefined : Math.min(...ends);
}

function endOf(match: RegExpExecArray | null): number | undefined {
  return match ? match.index + match[0].length : undefined;
}

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1);
}
