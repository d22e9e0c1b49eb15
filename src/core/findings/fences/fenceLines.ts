import { frontMatterLength } from '../../text/frontMatter';

/** A line with the marks of a code fence. Offsets are UTF-16 offsets into the text. */
export interface FenceLine {
  /** Index of the line. */
  readonly line: number;
  /** “```” */
  readonly marks: string;
  /** Where the marks stand. */
  readonly start: number;
  /** How many blanks and tabs stand before them. */
  readonly indentation: number;
  /** What stands behind the marks: “json”; '' where nothing does, or a closing tag. */
  readonly info: string;
  /** Whether an item of a list begins on the line. */
  readonly opensItem: boolean;
  /** Whether text stands before the marks, which then mark nothing: “return x```”. */
  readonly isBehindText: boolean;
}

/** Marks at the start of a line or of an item of a list; and at the end of other text, where zero-width characters keep them from meaning something. */
const FENCE = /^([ \t]*)((?:(?:[-*+]|\d{1,3}[.)])[ \t]+)?)(`{3,200}|~{3,200})([^`\n]*)$/;
const BEHIND_TEXT = /(?<=[^`\s\u200b-\u200f\u2060\ufeff])[ \t]{0,20}(`{3})(\w{0,20})[ \t]{0,20}$/;

/** Text that is no quotation, remark or item that is empty but for the marks. */
const HAS_TEXT = /^(?![ \t]*(?:>|\/\/|#|\*))[^\n]*[\p{L}\p{N})\]};]/u;

/** The lines with fence marks, those in quotations aside. */
export function fenceLinesOf(text: string, lines: readonly string[]): FenceLine[] {
  const fences: FenceLine[] = [];
  const from = frontMatterLength(text);
  let offset = 0;
  for (const [line, source] of lines.entries()) {
    const fence = offset < from ? undefined : fenceIn(source, line, offset);
    if (fence) fences.push(fence);
    offset += source.length + 1;
  }
  return fences;
}

function fenceIn(source: string, line: number, offset: number): FenceLine | undefined {
  if (source.length > 1000) return undefined;
  const [, blanks, item, marks, info] = FENCE.exec(source) ?? [];
  if (marks !== undefined) {
    const [start, indentation] = [offset + blanks!.length + item!.length, blanks!.length];
    return {
      line,
      marks,
      start,
      indentation,
      info: info!.replace(/^<\/.*/, '').trim(),
      opensItem: item !== '',
      isBehindText: false,
    };
  }
  const ending = BEHIND_TEXT.exec(source);
  if (!ending || source.split('```').length % 2 === 1 || !HAS_TEXT.test(source.slice(0, ending.index + 1)))
    return undefined;
  const start = offset + ending.index + ending[0].indexOf('`');
  return { line, marks: ending[1]!, start, indentation: 0, info: ending[2]!, opensItem: false, isBehindText: true };
}
