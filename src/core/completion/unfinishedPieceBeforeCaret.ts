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
