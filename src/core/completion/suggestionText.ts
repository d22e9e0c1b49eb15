/** Maximum alternative continuations of one request. */
export const MAX_ALTERNATIVES = 16;

/** Whether ghost text may be shown before `lineSuffix`, the rest of the line: it must be blank or closing marks. */
export function hasRoomFor(lineSuffix: string): boolean {
  return /^[\s)\]}>"'`*_.,;:!?”’]*$/u.test(lineSuffix);
}

/** UTF-16 code units of the longest unfinished piece: a space and 40 letters, each possibly a surrogate pair. */
const LONGEST_PIECE = 81;

/**
 * The letters before the caret, with the space before them. Byte-level BPE joins the space and the start of a word to
 * the letters that follow, so the model predicts this piece again instead of reading it as a token of its own ("token
 * healing").
 */
export function unfinishedPiece(left: string): string {
  return /[ ]?[\p{L}\p{N}]{0,40}$/u.exec(left.slice(-LONGEST_PIECE))?.[0] ?? '';
}

/** The generated text ready to show: without white space at its end, and without its last word unless that is whole. */
export function tidySuggestion(generated: string, lastWordIsWhole: boolean): string {
  const whole = lastWordIsWhole ? generated : generated.replace(/[\p{L}\p{N}\p{M}'’_-]+$/u, '');
  return whole.trimEnd();
}

/** Whether a token with this text starts a new word or symbol, so that the word before it is whole. */
export function beginsNewWord(piece: string): boolean {
  return !/^[\p{L}\p{N}\p{M}'’_-]/u.test(piece);
}
