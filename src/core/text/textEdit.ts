/** Replaces `length` UTF-16 code units of a text at `offset` by `text`. */
export interface Edit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** The text after edits, which may be in any order but do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = text;
  for (const { offset, length, text: inserted } of edits.toSorted((a, b) => b.offset - a.offset))
    result = result.slice(0, offset) + inserted + result.slice(offset + length);
  return result;
}
