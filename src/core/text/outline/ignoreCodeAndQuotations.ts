import type { Span } from '../span';
import type { Block, BlockKind } from '../structure/textBlocks';

/** Blocks that are not read as prose. */
const NO_PROSE: ReadonlySet<BlockKind> = new Set(['front matter', 'code', 'comment', 'math']);
/** Text in triple quotes, and quotations of three words or more: “"""x"""”, “"as said below"”. */
const QUOTATION = /"""[^]*?"""|["“][^\s"“”]{1,40}[ \t]{1,3}[^\s"“”]{1,40}[ \t]{1,3}[^"“”\n]{1,400}["”]/g;
/** Masks a character of code or a quotation; no rule matches it. */
const MASK = '\u0001';

/** The text with code, comments, mathematics, front matter and quotations masked, at the same offsets. */
export interface Prose {
  readonly prose: string;
  /** What is masked, ascending and without overlaps. */
  readonly quoted: readonly Span[];
}

/** Masks what is not read as prose. */
export function proseOf(text: string, blocks: readonly Block[]): Prose {
  const code = blocks.filter(({ kind }) => NO_PROSE.has(kind)).map(({ start, end }) => ({ start, end }));
  const withoutCode = masked(text, code);
  const quotations = Array.from(withoutCode.matchAll(QUOTATION), ({ index, 0: { length } }) => ({
    start: index,
    end: index + length,
  }));
  const quoted = merged([...code, ...quotations].sort((a, b) => a.start - b.start));
  return { prose: masked(withoutCode, quotations), quoted };
}

function masked(text: string, spans: readonly Span[]): string {
  let result = '';
  for (const { start, end } of spans)
    result += text.slice(result.length, start) + text.slice(start, end).replace(/[^\n]/g, MASK);
  return result + text.slice(result.length);
}

function merged(spans: readonly Span[]): Span[] {
  const all: Span[] = [];
  for (const { start, end } of spans) {
    const last = all.at(-1);
    if (last && start < last.end) all[all.length - 1] = { start: last.start, end: Math.max(last.end, end) };
    else all.push({ start, end });
  }
  return all;
}
