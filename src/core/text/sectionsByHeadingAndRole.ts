import { frontMatterLength } from './frontMatter';
import type { Span } from './span';

/** A part of a prompt: the front matter, a heading with its text, or the message of one role. */
interface Section {
  readonly title: string;
  readonly span: Span;
}

const ROLES = 'system|user|assistant|developer|tool|human|ai';
/** First lines of sections. */
const SECTION_STARTS = new RegExp(
  [
    // # Heading
    String.raw`^#{1,6}[ \t]+(?<heading>[^\n]*)`,
    // A line with nothing but a role: User:, <|user|>, [user], **User:**
    String.raw`^(?:<\|im_start\|>|<\||\[|\*\*)?(?<role>${ROLES})(?:\|>|\]|:?\*\*)?[ \t]*(?::[ \t]*)?$`,
    // User: Hello
    String.raw`^(?<speaker>${ROLES}):[ \t]`,
  ].join('|'),
  'gim',
);

/** The section that contains `offset`; undefined before the first section, and in a text without sections. */
export function sectionAt(text: string, offset: number): Section | undefined {
  return sectionsOf(text).findLast(({ span }) => span.start <= offset && offset <= span.end);
}

/** The sections of a text. They cover it without gaps from the start of the first one on. */
export function sectionsOf(text: string): Section[] {
  const frontMatterEnd = frontMatterLength(text);
  const starts = frontMatterEnd > 0 ? [{ title: 'front matter', start: 0 }] : [];
  for (const { index, groups } of text.matchAll(SECTION_STARTS)) {
    if (index < frontMatterEnd) continue;
    const { heading, role, speaker } = groups!;
    starts.push({ title: heading?.trim() ?? (role ?? speaker)!.toLowerCase(), start: index });
  }
  const hasBody = frontMatterEnd > 0 && frontMatterEnd < text.length && starts[1]?.start !== frontMatterEnd;
  if (hasBody) starts.splice(1, 0, { title: 'body', start: frontMatterEnd });
  return starts.map(({ title, start }, index) => ({
    title,
    span: { start, end: starts[index + 1]?.start ?? text.length },
  }));
}
