import type { Span } from '../../text/span';
import { structureOf } from '../../text/structure/textStructure';
import type { Block } from '../../text/structure/textBlocks';
import type { CheckedPrompt } from '../checkedPrompt';

/** A block of a text with the heading that it stands under, and with what comes next. */
export interface BlockInSection {
  readonly block: Block;
  /** 1 to 6; for a heading, that of the heading above. 1 before the first heading. */
  readonly sectionLevel: number;
  /** The next block but lines and comments; undefined at the end. */
  readonly next?: Block;
}

/** The blocks of a text with their sections. */
export function blocksInSections(text: string): BlockInSection[] {
  const { blocks } = structureOf(text);
  const found: BlockInSection[] = [];
  let next: Block | undefined;
  const following = new Map<Block, Block | undefined>();
  for (const block of blocks.toReversed()) {
    following.set(block, next);
    if (block.kind !== 'rule' && block.kind !== 'comment') next = block;
  }
  let sectionLevel = 1;
  for (const block of blocks) {
    found.push({ block, sectionLevel, next: following.get(block) });
    if (isHeading(text, block)) sectionLevel = block.level!;
  }
  return found;
}

/** Whether a block is a heading with hash signs outside lists. A line of dashes below a paragraph makes none here. */
export function isHeading(text: string, block: Block | undefined): block is Block {
  return block?.kind === 'heading' && block.depth === 0 && text[block.contentStart] === '#';
}

/** Whether a heading stands apart, as comments of code that is not fenced do not. */
export function standsApart(text: string, { start, end }: Span): boolean {
  return (
    /(?:^|\n[ \t]*\n)$/.test(text.slice(Math.max(0, start - 20), start)) &&
    /^[ \t]*(?:\n|$)/.test(text.slice(end, end + 20))
  );
}

/** Title of a heading, without hash signs, numbers and emphasis. */
export function titleOf(text: string, { start, end }: Span): string {
  return text
    .slice(start, end)
    .replace(/^[ \t]*#+[ \t]*|[#*_ \t\n]+$/g, '')
    .replace(/^[^\p{L}\p{N}[{<(]+/u, '');
}

/** Kinds of file that an agent reads as they are: no program appends something. */
const READ_AS_IT_IS = new Set([
  'agents',
  'claude',
  'gemini',
  'skill',
  'copilotInstructions',
  'instructions',
  'customAgent',
  'chatMode',
  'cursorRules',
  'windsurfRules',
]);

/** Whether the model reads nothing behind the end of a prompt. */
export function endsWithFile({ text, file }: CheckedPrompt): boolean {
  return file.text === text && file.kind !== undefined && READ_AS_IT_IS.has(file.kind);
}
