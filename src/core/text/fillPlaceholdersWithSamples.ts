import type { Span } from './span';

/** A variable of a template, and its span with the braces: {{name}}, ${name} or {name}. */
interface Placeholder {
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

/**
 * Replaces placeholders by samples.
 *
 * @param samples by placeholder name; a placeholder without a sample is replaced by ''
 * @returns the filled text, and by name the spans of the samples in it
 */
export function fillIn(
  text: string,
  placeholders: readonly Placeholder[],
  samples: Readonly<Record<string, string>>,
): { text: string; spans: Map<string, Span[]> } {
  const spans = new Map<string, Span[]>();
  let filled = '';
  let from = 0;
  for (const { name, span } of placeholders) {
    filled += text.slice(from, span.start);
    const start = filled.length;
    filled += Object.hasOwn(samples, name) ? samples[name]! : '';
    spans.set(name, [...(spans.get(name) ?? []), { start, end: filled.length }]);
    from = span.end;
  }
  return { text: filled + text.slice(from), spans };
}
