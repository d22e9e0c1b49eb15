import type { Span } from '../span';

/** Variables, tags and special tokens of templates, one form a line. */
const TEMPLATE_PARTS = new RegExp(
  [
    // {{ name }}, {{{ name }}}
    /\{\{\{?[^{}\n]{0,200}\}\}\}?/,
    // {% if x %}, {# remark #}
    /\{[%#][^\n]{0,200}?[%#]\}/,
    // {name}, ${name}, ${a name}
    /\$?\{[^{}\s"'`]{1,100}\}|\$\{[^{}\n]{1,200}\}/,
    // <% x %>, <|end|>, [[name]]
    /<%[^\n]{0,200}?%>|<\|[^|<>\n]{1,100}\|>|\[\[[^\]\n]{1,100}\]\]/,
    // %s, %(name)s, %-5.2f
    /%(?:\([\w.]{1,100}\))?[-+#0]{0,3}\d{0,3}(?:\.\d{1,3})?[a-zA-Z](?![a-zA-Z])/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);
const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** UTF-16 code units on each side of an offset that are searched; longer parts may be cut. */
const TEMPLATE_CONTEXT = 210;
const GRAPHEME_CONTEXT = 64;

/** What no cut may go through, each with what comes after it: parts of templates, characters as people see them, code points. */
export const KEPT = ['templates', 'graphemes', 'code points'] as const;
export type Kept = (typeof KEPT)[number];

/** The last offset at or before `offset` that cuts through nothing that must stay whole. */
export function cutBefore(text: string, offset: number, kept: Kept = 'templates'): number {
  return partAcross(text, offset, kept)?.start ?? offset;
}

/** The first offset at or behind `offset` that cuts through nothing that must stay whole. */
export function cutBehind(text: string, offset: number, kept: Kept = 'templates'): number {
  return partAcross(text, offset, kept)?.end ?? offset;
}

/** Whether a cut at `offset` goes through nothing that must stay whole. */
export function canCut(text: string, offset: number): boolean {
  return partAcross(text, offset, 'templates') === undefined;
}

function partAcross(text: string, offset: number, kept: Kept): Span | undefined {
  if (offset <= 0 || offset >= text.length) return undefined;
  if (kept === 'code points') return surrogatePairAcross(text, offset);
  return (kept === 'templates' ? templatePartAcross(text, offset) : undefined) ?? graphemeAcross(text, offset);
}

function templatePartAcross(text: string, offset: number): Span | undefined {
  const from = Math.max(0, offset - TEMPLATE_CONTEXT);
  const context = text.slice(from, offset + TEMPLATE_CONTEXT);
  if (!/[{%<[]/.test(context)) return undefined;
  for (const { 0: part, index } of context.matchAll(TEMPLATE_PARTS)) {
    const start = from + index;
    if (start >= offset) return undefined;
    if (start + part.length > offset) return { start, end: start + part.length };
  }
  return undefined;
}

function graphemeAcross(text: string, offset: number): Span | undefined {
  const [before, behind] = [text.charCodeAt(offset - 1), text.charCodeAt(offset)];
  const isLineBreak = before === 0x0d && behind === 0x0a;
  if (before < 0x80 && behind < 0x80) return isLineBreak ? { start: offset - 1, end: offset + 1 } : undefined;
  const from =
    surrogatePairAcross(text, Math.max(0, offset - GRAPHEME_CONTEXT))?.start ?? Math.max(0, offset - GRAPHEME_CONTEXT);
  const at = GRAPHEMES.segment(text.slice(from, offset + GRAPHEME_CONTEXT)).containing(offset - from);
  if (!at || from + at.index === offset) return undefined;
  return { start: from + at.index, end: from + at.index + at.segment.length };
}

function surrogatePairAcross(text: string, offset: number): Span | undefined {
  const isPair = /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(offset - 1, offset + 1));
  return isPair ? { start: offset - 1, end: offset + 1 } : undefined;
}
