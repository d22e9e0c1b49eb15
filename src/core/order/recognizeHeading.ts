import { stemsOf } from './matchWordsByStem';
import { endOfLine } from './lineBounds';

/** A heading or label at the start of a part of a text. */
export interface Heading {
  /** UTF-16 offset of its line. */
  readonly start: number;
  readonly title: string;
  /** “4” in “4. Convention”; undefined without a number. */
  readonly number: string | undefined;
  /** 1 to 6 for Markdown's # to ######; 0 for other kinds. */
  readonly level: number;
  /** Word stems of the title, to compare with references. */
  readonly stems: readonly string[];
}

/** “# Tone”, “**Tone**”, the label “Tone: …”, and the short line “Tone” between a blank line and another line. */
const HEADINGS =
  /^(?:#{1,6}[ \t]{1,8}|\*\*|(?:[-*•][ \t]{1,8})?(?=[^\n:]{2,50}:)|(?<=(?:^|\n)[ \t]{0,8}\n|^)(?=(?:\d{1,2}[.)][ \t]+)?[A-Z\d][^\n.;:,!?]{0,38}\n[^\n]))(?:(\d{1,2})[.)][ \t]{1,8})?([^\n:*]{2,60}?)[ \t]{0,8}(?:\*\*)?(?::|[ \t#*]{0,12}$)/gm;

/** The headings and labels of a text, in order. */
export function headingsOf(text: string): Heading[] {
  return Array.from(text.matchAll(HEADINGS), ({ index, 0: line, 1: number, 2: title }) => ({
    start: index,
    title: title!,
    number,
    level: /^#*/.exec(line)![0].length,
    stems: stemsOf(title!),
  }));
}

/** Whether a heading has its line to itself. A label can have text after it. */
export function isHeadingAlone(text: string, { start, title, level }: Heading): boolean {
  const line = text.slice(start, endOfLine(text, start)).trim();
  return level > 0 || line.endsWith(':') || line.replace(/[*:]/g, '').endsWith(title);
}

/** Matches the headings that share a word stem with `reference`: “Categories” for “the category list below”. */
export function headingMatcher(reference: string): (heading: Heading) => boolean {
  const stems = new Set(stemsOf(reference));
  return (heading) => heading.stems.some((stem) => stems.has(stem));
}
