import { structureOf } from '../text/structure/textStructure';
import type { Edit } from '../text/textEdit';
import type { CheckedFile } from './checkedPrompt';
import type { FileFinding } from './checkFile';

/** Marks of comments that never reach the model, by the end of the file's name. */
const TEMPLATE_COMMENTS: readonly (readonly [RegExp, string, string])[] = [
  // The dash takes the line break away, too.
  [/\.(?:j2|jinja2?|njk)$/i, '{# ', ' -#}'],
  [/\.(?:hbs|handlebars)$/i, '{{!-- ', ' --}}'],
];

/**
 * The edit that puts a comment above the line of a finding, so that it is ignored there. Undefined where the model would read the
 * comment: then settings have to say so.
 */
export function ignoringComment(file: CheckedFile, { start, rule }: FileFinding): Edit | undefined {
  const marks = marksOfComments(file, start);
  if (!marks) return undefined;
  const offset = file.text.lastIndexOf('\n', start - 1) + 1;
  return { offset, length: 0, text: `${marks[0]}left-context: ignore=${rule.id}${marks[1]}\n` };
}

function marksOfComments({ path = '', kind, text }: CheckedFile, start: number): readonly string[] | undefined {
  // Claude Code removes HTML comments that are blocks of their own.
  if (kind === 'claude') return isBetweenBlocks(text, start) ? ['<!-- ', ' -->'] : undefined;
  return TEMPLATE_COMMENTS.find(([name]) => name.test(path))?.slice(1) as string[] | undefined;
}

/** Whether a block of Markdown starts on the line, outside of lists and quotations. */
function isBetweenBlocks(text: string, offset: number): boolean {
  const block = structureOf(text).blocks.find(({ start, end }) => start <= offset && offset < end);
  return block?.depth === 0 && block.kind !== 'front matter' && !text.slice(block.start, offset).includes('\n');
}
