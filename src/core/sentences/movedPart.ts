import type { Span } from '../text/span';
import { withoutParts } from './withoutParts';

/** A text with one of its parts moved to its start or its end, as a paragraph of its own. */
export function movedPart(text: string, part: Span, to: 'start' | 'end'): string {
  const moved = text.slice(part.start, part.end).trim();
  const rest = withoutParts(text, [part]).trim();
  if (rest === '') return text;
  return to === 'start' ? `${moved}\n\n${rest}` : `${rest}\n\n${moved}`;
}
