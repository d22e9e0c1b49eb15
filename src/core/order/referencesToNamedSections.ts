import type { OrderFinding } from './orderFindingTypes';
import { endOfLine, startOfLine } from './lineBounds';
import type { Outline } from './promptOutline';
import { MAX_REFERENCES } from './maxReferences';
import { movePartBefore } from './moveReferencedPart';
import type { Heading } from './recognizeHeading';

/** A reference to a section by its name or number: “under Output”, “in section 4”, “in the part called “Tone””. */
const NAMED =
  /\b(?:in|under|see|to|of)(?: the)?(?: (?:section|heading|part|chapter|title|appendix|headline|list|block|paragraph))?(?: (?:called|named|titled|on))? (?:["“*]+([A-Z][\w &'’-]{1,40}?)["”*]+|([A-Z][\w&'’-]{2,}(?: [A-Z]\w+)?|\d{1,2}))(?: (?:section|heading|below))?/g;

/** Says that the name is a section's: “in the”, “under”, “appendix”. */
const SECTION = /\b(?:section|heading|part|chapter|under|see|appendix|in the)\b/i;

/** Finds references to a section by its name or number, such as “defined under Output”, that comes only later. */
export function namedSections(outline: Outline): OrderFinding[] {
  const { prose } = outline;
  const [byName, byTitle] = [firstHeadings(outline, true), firstHeadings(outline, false)];
  return Array.from(prose.matchAll(NAMED))
    .flatMap((match) => {
      const name = (match[1] ?? match[2])!.toLowerCase();
      const target = byName.get(name);
      const isLater = target && target.start > endOfLine(outline, match.index);
      const isEarlier = (byTitle.get(name)?.start ?? Infinity) < startOfLine(outline, match.index);
      if (!isLater || isEarlier || !SECTION.test(match[0])) return [];
      return [{ target, start: match.index, end: match.index + match[0].length }];
    })
    .slice(0, MAX_REFERENCES)
    .map(({ target, start, end }) => ({
      kind: 'forward-reference' as const,
      start,
      end,
      ...movePartBefore(outline, start, target),
    }));
}

/** The first heading with each title in lower case, and with each number if wanted. */
function firstHeadings({ headings }: Outline, withNumbers: boolean): Map<string, Heading> {
  const first = new Map<string, Heading>();
  for (const heading of headings)
    for (const name of [heading.title.toLowerCase(), withNumbers ? heading.number : undefined])
      if (name !== undefined && !first.has(name)) first.set(name, heading);
  return first;
}
