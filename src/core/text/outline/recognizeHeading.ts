import type { Block } from '../structure/textBlocks';
import { endOfLine, type Lines } from './lineBounds';

/** A heading or label at the start of a part of a text. */
export interface Heading {
  /** UTF-16 offset of its line. */
  readonly start: number;
  /** UTF-16 offset behind its last line, before the line break. */
  readonly end: number;
  readonly title: string;
  /** “4” in “4. Convention”; undefined without a number. */
  readonly number: string | undefined;
  /** 1 to 6 for headings of Markdown; 0 for other kinds. */
  readonly level: number;
}

/** The first line of a heading of Markdown: “# 4. Tone”, “Tone” above dashes; of “# Tone: kind”, the label. */
const MARKDOWN = /^(?:#{1,6}[ \t]+)?\**(?:(\d{1,2})[.)][ \t]+)?\**([^\n:*]{2,60}?)[ \t]*\**(?::|[ \t#*]*$)/;
/** “**Tone**”, the label “Tone: …”, and the short line “Tone” between a blank line and another line. */
const LABELS =
  /^(?:\*\*|(?:[-*•][ \t]{1,8})?(?=[^\n:]{2,50}:)|(?<=(?:^|\n)[ \t]{0,8}\n|^)(?=(?:\d{1,2}[.)][ \t]+)?[A-Z\d][^\n.;:,!?]{0,38}\n[^\n]))(?:(\d{1,2})[.)][ \t]{1,8})?([^\n:*]{2,60}?)[ \t]{0,8}(?:\*\*)?(?::|[ \t#*]{0,12}$)/gm;

/**
 * The headings and labels of a text, in order.
 *
 * @param prose the text with code and the like masked, at the same offsets
 */
export function headingsOf(lines: Lines, prose: string, blocks: readonly Block[]): Heading[] {
  const headings = blocks
    .filter(({ kind, depth }) => kind === 'heading' && depth === 0)
    .flatMap((block) => markdownHeading(lines.text, block) ?? []);
  const ofMarkdown = new Set(headings.map(({ start }) => start));
  const labels = Array.from(prose.matchAll(LABELS), (match) => label(lines, match));
  return [...headings, ...labels.filter(({ start }) => !ofMarkdown.has(start))].sort((a, b) => a.start - b.start);
}

function markdownHeading(text: string, { start, end, level }: Block): Heading | undefined {
  const source = text.slice(start, end).trimEnd();
  const [line, , ...others] = source.split('\n');
  // Prompts often draw a line of dashes below a paragraph, which makes all of it a heading.
  if (others.length > 0) return undefined;
  const [, number, title] = MARKDOWN.exec(line!) ?? [];
  if (title === undefined) return undefined;
  return { start, end: start + source.length, title, number, level: level! };
}

function label(lines: Lines, { index: start, 1: number, 2: title }: RegExpExecArray): Heading {
  const end = endOfLine(lines, start);
  return { start, end, title: title!, number, level: 0 };
}
