import { structureOf } from '../text/structure/textStructure';
import type { Edit } from '../text/textEdit';
import type { CheckedFile } from './checkedPrompt';
import type { FileFinding } from './checkFile';

/** Marks of comments that never reach the model, by the end of the file's name. */
const TEMPLATE_COMMENTS: readonly (readonly [name: RegExp, start: string, end: string])[] = [
  [/\.(?:j2|jinja2?|njk)$/i, '{# ', ' #}'],
  [/\.(?:hbs|handlebars)$/i, '{{!-- ', ' --}}'],
];

/**
 * The edit that puts a comment above the line of a finding, or at the end of the line above, so that it is ignored there. Undefined
 * where the model would read the comment: then settings have to say so.
 */
export function ignoringComment(
  { path = '', kind, text }: CheckedFile,
  { start, rule }: FileFinding,
): Edit | undefined {
  const directive = `left-context: ignore=${rule.id}`;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  // Claude Code removes HTML comments that are blocks of their own.
  if (kind === 'claude' && isBetweenBlocks(text, start))
    return { offset: lineStart, length: 0, text: `<!-- ${directive} -->\n` };
  const marks = TEMPLATE_COMMENTS.find(([name]) => name.test(path));
  // On a line of its own, the comment would leave an empty line.
  if (!marks || lineStart === 0 || /\{%-?\s*raw\b(?:(?!endraw)[^])*$/.test(text.slice(0, start))) return undefined;
  return { offset: lineStart - 1, length: 0, text: `${marks[1]}${directive}${marks[2]}` };
}

/** Whether a block of Markdown starts on the line, outside of lists and quotations. */
function isBetweenBlocks(text: string, offset: number): boolean {
  const block = structureOf(text).blocks.find(({ start, end }) => start <= offset && offset < end);
  return block?.depth === 0 && block.kind !== 'front matter' && !text.slice(block.start, offset).includes('\n');
}
