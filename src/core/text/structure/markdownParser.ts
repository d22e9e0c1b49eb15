import { parser, Table, type MarkdownConfig, type MarkdownParser } from '@lezer/markdown';
import { FOOTNOTES } from './footnotes';
import { MATH_BLOCKS } from './mathBlocks';

/** Only blocks are of interest, and without these a text is read in half of the time. */
const NO_INLINE_MARKS: MarkdownConfig = {
  remove: ['Escape', 'Entity', 'InlineCode', 'HTMLTag', 'Emphasis', 'HardBreak', 'Link', 'Image'],
};

/** Reads the blocks of CommonMark, GitHub's tables, footnotes and mathematics; again only those that a change touches. */
export const markdownParser: MarkdownParser = parser.configure([NO_INLINE_MARKS, Table, FOOTNOTES, MATH_BLOCKS]);
