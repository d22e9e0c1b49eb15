import type { Span } from './span';
import type { Block, BlockKind } from './structure/textBlocks';
import { blockIndexAt, structureOf } from './structure/textStructure';

/** A part of a prompt: the front matter, a heading with its text, or the message of one role. */
interface Section {
  readonly title: string;
  readonly span: Span;
}

const ROLES = 'system|user|assistant|developer|tool|human|ai';
const ROLE_LINES = new RegExp(
  [
    // A line with nothing but a role: User:, <|user|>, [user], **User:**
    String.raw`^(?:<\|im_start\|>|<\||\[|\*\*)?(?<role>${ROLES})(?:\|>|\]|:?\*\*)?[ \t]*(?::[ \t]*)?\r?$`,
    // User: Hello
    String.raw`^(?<speaker>${ROLES}):[ \t]`,
  ].join('|'),
  'gim',
);
/** Blocks in which a role can begin its message. */
const PROSE: ReadonlySet<BlockKind> = new Set(['paragraph', 'html', 'definition']);
/** Marks of a heading: “## Title ##”, or a line of = or - below it. */
const HEADING_MARKS = /^#{1,6}(?=\s|$)|\s#+\s*$|\n[=-]+\s*$/g;

/** The section that contains `offset`; undefined before the first section, and in a text without sections. */
export function sectionAt(text: string, offset: number): Section | undefined {
  return sectionsOf(text).findLast(({ span }) => span.start <= offset && offset <= span.end);
}

/** The sections of a text. They cover it without gaps from the start of the first one on. Code has none. */
export function sectionsOf(text: string): Section[] {
  const { blocks } = structureOf(text);
  const frontMatterEnd = blocks[0]?.kind === 'front matter' ? blocks[0].end : 0;
  const starts = [...headings(text, blocks), ...messages(text, blocks)].sort((a, b) => a.start - b.start);
  const hasBody = frontMatterEnd > 0 && frontMatterEnd < text.length && starts[0]?.start !== frontMatterEnd;
  if (hasBody) starts.unshift({ title: 'body', start: frontMatterEnd });
  if (frontMatterEnd > 0) starts.unshift({ title: 'front matter', start: 0 });
  return starts.map(({ title, start }, index) => ({
    title,
    span: { start, end: starts[index + 1]?.start ?? text.length },
  }));
}

interface SectionStart {
  readonly title: string;
  readonly start: number;
}

function headings(text: string, blocks: readonly Block[]): SectionStart[] {
  return blocks
    .filter(({ kind, depth }) => kind === 'heading' && depth === 0)
    .map(({ start, end }) => ({ title: text.slice(start, end).trim().replace(HEADING_MARKS, '').trim(), start }));
}

function messages(text: string, blocks: readonly Block[]): SectionStart[] {
  return Array.from(text.matchAll(ROLE_LINES))
    .filter(({ index }) => PROSE.has(blocks[blockIndexAt(blocks, index)]?.kind ?? 'code'))
    .map(({ index, groups }) => ({ title: (groups!['role'] ?? groups!['speaker'])!.toLowerCase(), start: index }));
}
