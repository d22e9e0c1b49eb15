import type { Span } from '../text/span';

/** A character of a text in YAML, where it is written in the document. */
export interface WrittenCharacter extends Span {
  readonly isBlank: boolean;
}

/** In quotes, a character may be written as several: `''`, `\n`, `\u00e9`. A line break behind `\` is none at all. */
const IN_SINGLE_QUOTES = /''|[^]/gu;
const IN_DOUBLE_QUOTES = /\\(?:x.{2}|u.{4}|U.{8}|\r?\n[ \t]*|[^])|[^]/gu;
const UNQUOTED = /[^]/gu;

const NOTHING = /^\\\r?\n/;
const BLANK = /^(?:\s|\\(?:[ntrvf_LP \t]|(?:x|u00|U000000)(?:09|0[a-dA-D]|20|[aA]0)))$/;

/**
 * The characters (code points) of a text as they are written, in their order. White space between them may be read
 * differently: the lines of a folded text are joined, and indentation is left out.
 *
 * @param span the text in the document, without its quotes
 */
export function charactersOfYamlText(document: string, { start, end }: Span): WrittenCharacter[] {
  return [...document.slice(start, end).matchAll(patternAfter(document[start - 1]))]
    .filter(([written]) => !NOTHING.test(written))
    .map(({ 0: written, index }) => ({
      start: start + index,
      end: start + index + written.length,
      isBlank: BLANK.test(written),
    }));
}

function patternAfter(before: string | undefined): RegExp {
  if (before === '"') return IN_DOUBLE_QUOTES;
  return before === "'" ? IN_SINGLE_QUOTES : UNQUOTED;
}
