import type { Edit } from '../../src/core/text/textEdit';

/** The text after edits, which may be in any order. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = text;
  for (const { offset, length, text: inserted } of edits.toSorted((a, b) => b.offset - a.offset))
    result = result.slice(0, offset) + inserted + result.slice(offset + length);
  return result;
}
