/** The most continuations that are asked for at once. */
export const MOST_ALTERNATIVES = 16;

/** Ghost text that was shown, and the text left of the caret it was shown for. */
export interface Suggestion {
  readonly left: string;
  readonly text: string;
}

/**
 * What remains of `suggestion` when the writer has typed along with it, undefined when they have not: then nothing
 * need be computed again.
 */
export function continueTyped(suggestion: Suggestion | undefined, left: string): string | undefined {
  if (!suggestion || !left.startsWith(suggestion.left)) return undefined;
  const typed = left.slice(suggestion.left.length);
  const rest = suggestion.text.slice(typed.length);
  return suggestion.text.startsWith(typed) && rest !== '' ? rest : undefined;
}

/** Whether ghost text may stand before `lineSuffix`, the rest of the caret's line: blank or closing marks only. */
export function hasRoomFor(lineSuffix: string): boolean {
  return /^[\s)\]}>"'`*_.,;:!?”’]*$/u.test(lineSuffix);
}

/** The longest unfinished piece: 40 letters, each at most a surrogate pair, and a space. */
const LONGEST_PIECE = 81;

/**
 * The word before the caret with the space before it, or a lone space: a byte-level BPE joins both to what follows,
 * so the model is asked again for this piece instead of being shown it cut off ("token healing").
 */
export function unfinishedPiece(left: string): string {
  return /[ ]?[\p{L}\p{N}]{0,40}$/u.exec(left.slice(-LONGEST_PIECE))?.[0] ?? '';
}

/** The generated text as it may be shown: no half word and no loose space at its end. */
export function tidySuggestion(generated: string, lastWordIsWhole: boolean): string {
  const whole = lastWordIsWhole ? generated : generated.replace(/[\p{L}\p{N}\p{M}'’_-]+$/u, '');
  return whole.trimEnd();
}

/** Whether a token's text begins something new, so that the word before it is whole. */
export function beginsNewWord(piece: string): boolean {
  return !/^[\p{L}\p{N}\p{M}'’_-]/u.test(piece);
}
