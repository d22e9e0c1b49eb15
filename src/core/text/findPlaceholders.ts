import type { Span } from './span';

/** A variable of a template, and its span with the braces: {{name}}, ${name} or {name}. */
export interface Placeholder {
  readonly name: string;
  readonly span: Span;
}

const NAME = String.raw`[\p{L}_][\p{L}\p{N}_.-]*`;
const PLACEHOLDER = new RegExp(
  String.raw`\{\{\s*(${NAME})\s*\}\}|\$\{\s*(${NAME})\s*\}|(?<![{$\\\p{L}\p{N}])\{(${NAME})\}(?!\})`,
  'gu',
);

/** The placeholders of a text, in order. */
export function placeholdersIn(text: string): Placeholder[] {
  return Array.from(text.matchAll(PLACEHOLDER), (match) => ({
    name: (match[1] ?? match[2] ?? match[3])!,
    span: { start: match.index, end: match.index + match[0].length },
  }));
}
