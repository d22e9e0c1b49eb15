import type { Span } from '../text/span';
import type { PromptText } from './promptTextsInYaml';

/** What stands between two prompt texts of one file when they are read in turn. */
const SEPARATOR = '\n\n';

/** The prompt texts of a file as one text, and where its parts stand in the file. Offsets are in UTF-16 code units. */
export interface JoinedTexts {
  readonly text: string;
  /** The span of each prompt text in `text`. */
  readonly spans: readonly Span[];
  /**
   * The offset in the file of an offset into `text`. In a prompt text that the file spells otherwise, with escapes or in
   * folded lines, it is where that prompt text begins.
   */
  toFile(offset: number): number;
  /** The span in `text` of a span in the file, as far as prompt texts cover it. */
  fromFile(span: Span): Span;
}

/** A stretch of the joined text that stands in the file letter for letter. */
interface Piece extends Span {
  readonly start: number;
  readonly inFile: number;
}

/** Joins the prompt texts of a file. */
export function joinPromptTexts(texts: readonly PromptText[]): JoinedTexts {
  const spans: Span[] = [];
  const pieces: Piece[] = [];
  let text = '';
  for (const each of texts) {
    if (text !== '') text += SEPARATOR;
    const start = text.length;
    text += each.text;
    spans.push({ start, end: text.length });
    pieces.push(...piecesOf(each, start));
  }
  return {
    text,
    spans,
    toFile: (offset) => {
      const piece = pieces.findLast((each) => each.start <= offset);
      return piece === undefined ? 0 : piece.inFile + Math.min(offset, piece.end) - piece.start;
    },
    fromFile: ({ start, end }) => {
      const at = (offset: number) => {
        const piece = pieces.find((each) => offset < each.inFile + each.end - each.start) ?? pieces.at(-1);
        return piece === undefined ? 0 : Math.min(piece.end, piece.start + Math.max(0, offset - piece.inFile));
      };
      return { start: at(start), end: at(end) };
    },
  };
}

function piecesOf({ pieces, span }: PromptText, start: number): Piece[] {
  if (!pieces) return [{ start, end: start, inFile: span.start }];
  let at = start;
  return pieces.map((piece) => {
    const length = piece.end - piece.start;
    at += length;
    return { start: at - length, end: at, inFile: piece.start };
  });
}
