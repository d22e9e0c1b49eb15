import { frontMatterLength } from './frontMatter';
import type { Span } from './span';

/** A part of a prompt with a beginning of its own: front matter, a message of a role, what a heading heads. */
export interface Section {
  readonly title: string;
  readonly span: Span;
}

const ROLES = 'system|user|assistant|developer|tool|human|ai';
/** A heading; a role alone on its line, in whatever brackets; a role before what it says. */
const BEGINNINGS = new RegExp(
  [
    String.raw`^#{1,6}[ \t]+(?<heading>[^\n]*)`,
    String.raw`^(?:<\|im_start\|>|<\||\[|\*\*)?(?<role>${ROLES})(?:\|>|\]|:?\*\*)?[ \t]*(?::[ \t]*)?$`,
    String.raw`^(?<spoken>${ROLES}):[ \t]`,
  ].join('|'),
  'gim',
);

/** The section that `offset` stands in; undefined when the text has none, or it stands before the first. */
export function sectionAt(text: string, offset: number): Section | undefined {
  return sectionsOf(text).findLast(({ span }) => span.start <= offset && offset <= span.end);
}

export function sectionsOf(text: string): Section[] {
  const head = frontMatterLength(text);
  const starts = head > 0 ? [{ title: 'front matter', start: 0 }] : [];
  for (const { index, groups } of text.matchAll(BEGINNINGS)) {
    if (index < head) continue;
    const { heading, role, spoken } = groups!;
    starts.push({ title: heading?.trim() ?? (role ?? spoken)!.toLowerCase(), start: index });
  }
  if (head > 0 && starts[1]?.start !== head && head < text.length) starts.splice(1, 0, { title: 'body', start: head });
  return starts.map(({ title, start }, index) => ({
    title,
    span: { start, end: starts[index + 1]?.start ?? text.length },
  }));
}
