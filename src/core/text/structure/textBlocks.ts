import { Tree } from '@lezer/common';
import type { Span } from '../span';

/** What a block is. Fenced code is code; an indented block can also be prose that somebody indented. */
export type BlockKind =
  | 'front matter'
  | 'heading'
  | 'paragraph'
  | 'code'
  | 'indented'
  | 'html'
  | 'comment'
  | 'table'
  | 'math'
  | 'definition'
  | 'rule';

/**
 * A block that contains no others, as whole lines: from the start of its first line, with the marks of the list items and
 * quotations that begin there, to behind its last line break.
 */
export interface Block extends Span {
  readonly kind: BlockKind;
  /** UTF-16 offset at which its own text starts: behind marks of lists and quotations, not behind those of a heading. */
  readonly contentStart: number;
  /** How many list items, quotations and footnotes it is in. */
  readonly depth: number;
  /** Whether it is the first block of a list item, a quotation or a footnote. */
  readonly opensContainer: boolean;
  /** Of a heading: 1 to 6. */
  readonly level?: number;
  /** The parser's node: the same object as long as no change touches the block. */
  readonly node: Tree;
}

const KINDS: Readonly<Record<string, BlockKind>> = {
  Paragraph: 'paragraph',
  FencedCode: 'code',
  CodeBlock: 'indented',
  HTMLBlock: 'html',
  ProcessingInstructionBlock: 'html',
  CommentBlock: 'comment',
  Table: 'table',
  Math: 'math',
  LinkReference: 'definition',
  HorizontalRule: 'rule',
};
/** Blocks in more lists and quotations than this are read as one. */
const DEEPEST = 100;
const CONTAINERS = new Set(['ListItem', 'Blockquote', 'Footnote']);

/** The blocks of a parsed text, in order. They share no line. */
export function blocksOf(text: string, tree: Tree): Block[] {
  const blocks: Block[] = [];
  const add = (kind: BlockKind, node: Tree, from: number, depth: number, opensContainer: boolean, level?: number) => {
    const start = text.lastIndexOf('\n', from - 1) + 1;
    const end = endOfLine(text, Math.max(from, from + node.length - 1));
    blocks.push({ kind, start, end, contentStart: from, depth, opensContainer, level, node });
  };
  /** Returns whether there was a block. */
  const visit = (node: Tree, from: number, depth: number, opensContainer: boolean): boolean => {
    const { name } = node.type;
    const heading = /^(?:ATX|Setext)Heading(\d)$/.exec(name);
    if (heading) add('heading', node, from, depth, opensContainer, Number(heading[1]));
    else if (KINDS[name]) add(KINDS[name], node, from, depth, opensContainer);
    else if (depth > DEEPEST && CONTAINERS.has(name)) add('paragraph', node, from, depth, opensContainer);
    else return visitChildren(node, from, depth, opensContainer);
    return true;
  };
  const visitChildren = (node: Tree, from: number, depth: number, opensContainer: boolean): boolean => {
    const isContainer = CONTAINERS.has(node.type.name);
    let isFirst = isContainer || opensContainer;
    let isEmpty = true;
    for (const [index, child] of node.children.entries()) {
      if (!(child instanceof Tree)) continue;
      if (!visit(child, from + node.positions[index]!, isContainer ? depth + 1 : depth, isFirst)) continue;
      isFirst = false;
      isEmpty = false;
    }
    if (isContainer && isEmpty) add('paragraph', node, from, depth + 1, true);
    return isContainer || !isEmpty;
  };
  visitChildren(tree, 0, 0, false);
  return blocks;
}

/** Offset behind the line break that ends the line at `offset`, or the end of the text. */
function endOfLine(text: string, offset: number): number {
  const lineBreak = text.indexOf('\n', offset);
  return lineBreak < 0 ? text.length : lineBreak + 1;
}
