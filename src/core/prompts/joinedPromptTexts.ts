import type { Span } from '../text/span';
import type { PromptText } from './promptTextsInYaml';
import { offsetInFile, offsetInText, type Stretch } from './stretchesInFile';

/** What stands between two prompt texts of one file when they are read in turn. */
const SEPARATOR = '\n\n';

/** The prompt texts of a file as one text, and where its parts stand in the file. Offsets are in UTF-16 code units. */
export interface JoinedTexts {
  readonly text: string;
  /** The span of each prompt text in `text`. */
  readonly spans: readonly Span[];
  /** The offset in the file of an offset into `text`. */
  toFile(offset: number): number;
  /** The span in `text` of a span in the file, as far as prompt texts cover it. */
  fromFile(span: Span): Span;
}

/** Joins the prompt texts of a file. */
export function joinPromptTexts(texts: readonly PromptText[]): JoinedTexts {
  const spans: Span[] = [];
  const stretches: Stretch[] = [];
  let text = '';
  for (const each of texts) {
    if (text !== '') text += SEPARATOR;
    const before = text.length;
    text += each.text;
    spans.push({ start: before, end: text.length });
    for (const { start, end, inFile } of each.stretches)
      stretches.push({ start: before + start, end: before + end, inFile });
  }
  return {
    text,
    spans,
    toFile: (offset) => offsetInFile(stretches, offset),
    fromFile: ({ start, end }) => ({ start: offsetInText(stretches, start), end: offsetInText(stretches, end) }),
  };
}
