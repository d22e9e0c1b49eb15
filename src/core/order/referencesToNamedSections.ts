import type { OrderFinding } from './orderFindingTypes';
import { endOfLine, startOfLine } from './lineBounds';
import type { Outline } from './promptOutline';
import { movePartBefore } from './moveReferencedPart';

/** A reference to a section by its name or number: “under Output”, “in section 4”, “in the part called “Tone””. */
const NAMED =
  /\b(?:in|under|see|to|of)(?: the)?(?: (?:section|heading|part|chapter|title|appendix|headline|list|block|paragraph))?(?: (?:called|named|titled|on))? (?:["“*]+([A-Z][\w &'’-]{1,40}?)["”*]+|([A-Z][\w&'’-]{2,}(?: [A-Z]\w+)?|\d{1,2}))(?: (?:section|heading|below))?/g;

/** Finds references to a section by its name or number, such as “defined under Output”, that comes only later. */
export function namedSections(outline: Outline): OrderFinding[] {
  const { prose, text } = outline;
  const headings = outline.headings.map((heading) => ({ ...heading, title: heading.title.toLowerCase() }));
  return Array.from(prose.matchAll(NAMED)).flatMap((match) => {
    const name = (match[1] ?? match[2])!.toLowerCase();
    const target = headings.find(({ title, number }) => title === name || (number !== undefined && number === name));
    const isLater = target && target.start > endOfLine(text, match.index);
    const isEarlier = headings.some(({ title, start }) => title === name && start < startOfLine(text, match.index));
    if (!isLater || isEarlier || !/\b(?:section|heading|part|chapter|under|see|appendix|in the)\b/i.test(match[0]))
      return [];
    const span = { start: match.index, end: match.index + match[0].length };
    return [{ kind: 'forward-reference' as const, ...span, ...movePartBefore(outline, span.start, target) }];
  });
}
