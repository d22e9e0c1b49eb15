import type { Placeholder } from './findPlaceholders';
import type { Span } from './span';

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
