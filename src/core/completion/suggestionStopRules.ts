/** How long a suggestion may be. */
export type SuggestionLength = 'word' | 'clause' | 'sentence' | 'paragraph';

/** Generated text between the texts left and right of the caret. */
export interface Draft {
  readonly left: string;
  readonly text: string;
  readonly right: string;
}

/** Where to end the generated text, as a UTF-16 offset into it; undefined when this rule does not end it. */
export type StopRule = (draft: Draft) => number | undefined;

/** Ends behind the first word and its punctuation. */
export function wordEnd({ text }: Draft): number | undefined {
  return endOf(/^\s*\S+(?=\s)/u.exec(text));
}

/** Ends behind a comma, semicolon, colon or dash. */
export function clauseEnd({ text }: Draft): number | undefined {
  return endOf(/[,;:—–](?=\s)/u.exec(text));
}

const SENTENCE_END = /[.!?…]["'”’)\]*_`]*(?=\s)/gu;
/** Full stops that end no sentence: behind the number of a list item, and in abbreviations. */
const NO_SENTENCE_END = /(?:(?:^|\n)[ \t>]*\d+|\b(?:e\.g|i\.e|etc|vs|cf|approx|Mr|Mrs|Ms|Dr|St|No))\.$/u;

/** Ends behind a full stop, question mark, exclamation mark or ellipsis that ends a sentence. */
export function sentenceEnd({ left, text }: Draft): number | undefined {
  const line = lastLine(left);
  for (const mark of text.matchAll(SENTENCE_END)) {
    const end = mark.index + mark[0].length;
    if (!NO_SENTENCE_END.test(line + text.slice(0, end))) return end;
  }
  return undefined;
}

/** Ends before the first line break behind some text. */
export function lineEnd({ text }: Draft): number | undefined {
  return endOf(/^\s*\S[^\n]*(?=\n)/u.exec(text));
}

/** Ends before the first line break, also where nothing stands before it. */
function anyLineEnd({ text }: Draft): number | undefined {
  const lineBreak = text.indexOf('\n');
  return lineBreak < 0 ? undefined : lineBreak;
}

/** Ends before the first blank line behind some text. */
export function paragraphEnd({ text }: Draft): number | undefined {
  return endOf(/^\s*\S.*?(?=\n[ \t]*\n)/su.exec(text));
}

/** Ends before the next item of a list. */
export function listItem({ text }: Draft): number | undefined {
  return endOf(/^\s*\S.*?(?=\n[ \t>]*(?:[-*+•]|\d+[.)])[ \t])/su.exec(text));
}

const REPEATED_WORDS = 4;
/** UTF-16 code units left of the caret in which a repetition counts. */
const REPEATED_WITHIN = 240;

/** Ends before four or more words that repeat, in order, words of the generated text or shortly left of the caret. */
export function repeatsLeft({ left, text }: Draft): number | undefined {
  const before = left.slice(-REPEATED_WITHIN);
  const words = [...(before + text).matchAll(/[\p{L}\p{N}]+/gu)];
  const runs = new Set<string>();
  for (let last = REPEATED_WORDS - 1; last < words.length; last++) {
    const run = words.slice(last - REPEATED_WORDS + 1, last + 1);
    const key = run.map(([word]) => word.toLowerCase()).join(' ');
    const start = run[0]!.index - before.length;
    const isGenerated = words[last]!.index >= before.length;
    if (isGenerated && runs.has(key)) return Math.max(0, start);
    runs.add(key);
  }
  return undefined;
}

/** Ends before text that repeats the text right of the caret: the rest of its line, or the next line with text. */
export function repeatsRight({ text, right }: Draft): number | undefined {
  const lineBreak = right.indexOf('\n');
  const suffix = (lineBreak < 0 ? right : right.slice(0, lineBreak)).trim();
  const suffixStart = suffix === '' ? -1 : text.indexOf(suffix);
  if (suffixStart >= 0) return suffixStart;
  const nextLine = /\S[^\n]*/u.exec(lineBreak < 0 ? '' : right.slice(lineBreak))?.[0].trim();
  return nextLine === undefined ? undefined : endBeforeLine(text, nextLine);
}

/** The end of the text before `line`; undefined when `text` does not contain it at the start of a line. */
function endBeforeLine(text: string, line: string): number | undefined {
  const start = text.indexOf(line);
  if (start < 0) return undefined;
  const before = text.slice(0, start);
  const isAtLineStart = before.trimEnd() !== before.replace(/[ \t]+$/u, '');
  return isAtLineStart ? before.trimEnd().length : undefined;
}

const RULES: Record<SuggestionLength, readonly StopRule[]> = {
  word: [wordEnd, lineEnd],
  clause: [clauseEnd, sentenceEnd, lineEnd],
  sentence: [sentenceEnd, lineEnd],
  paragraph: [paragraphEnd, listItem],
};

/** Whether ghost text of several lines pushes no text down: the rest of the line and the next line are blank. */
function hasRoomBelow(right: string): boolean {
  return /^[ \t]*(?:\r?\n[ \t]*(?:\r?\n|$)|$)/.test(right);
}

/** The first end that any rule for this length gives; undefined when the text may continue. */
export function stopAt(draft: Draft, length: SuggestionLength): number | undefined {
  const rules = [...RULES[length], ...(hasRoomBelow(draft.right) ? [] : [anyLineEnd]), repeatsLeft, repeatsRight];
  const ends = rules.map((rule) => rule(draft)).filter((end) => end !== undefined);
  return ends.length === 0 ? undefined : Math.min(...ends);
}

function endOf(match: RegExpExecArray | null): number | undefined {
  return match ? match.index + match[0].length : undefined;
}

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1);
}
