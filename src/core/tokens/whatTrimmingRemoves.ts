import { placeholdersIn } from '../text/findPlaceholders';
import { sectionsOf } from '../text/sectionsByHeadingAndRole';
import type { Span } from '../text/span';
import { structureOf } from '../text/structure/textStructure';

/** Names of each kind that a sentence lists. */
const MAX_NAMED = 4;

/**
 * What a reader would miss where `gaps` are removed from a text: its placeholders and sections, which often hold the format
 * and the examples. A phrase such as “the placeholder {{topic}} and the sections “Format” and “Examples””; undefined for
 * nothing but running text.
 */
export function whatIsRemoved(text: string, gaps: readonly Span[]): string | undefined {
  const isRemoved = (offset: number) => gaps.some(({ start, end }) => start <= offset && offset < end);
  const placeholders = placeholdersIn(text)
    .filter(({ span }) => isRemoved(span.start))
    .map(({ span }) => text.slice(span.start, span.end));
  const sections = sectionsOf(text)
    .filter(({ span }) => isRemoved(span.start))
    .map(({ title }) => `“${title}”`);
  const blocks = structureOf(text).blocks.filter(
    ({ kind, start, end }) => kind === 'code' && (isRemoved(start) || isRemoved(end - 1)),
  ).length;
  const phrases = [
    named('placeholder', [...new Set(placeholders)]),
    named('section', sections),
    blocks === 0 ? undefined : `${blocks} code block${blocks === 1 ? '' : 's'}`,
  ].filter((phrase) => phrase !== undefined);
  return phrases.length === 0 ? undefined : listed(phrases);
}

function named(kind: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  if (names.length === 1) return `the ${kind} ${names[0]!}`;
  const more = names.length - MAX_NAMED;
  const shown = more > 0 ? [...names.slice(0, MAX_NAMED), `${more} more`] : names;
  return `the ${kind}s ${listed(shown)}`;
}

function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)!}`;
}
