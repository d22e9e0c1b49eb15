import { isDense } from './charactersThatSayMore';

/** White space, and marks that open what is not there yet. */
const OPEN_END = /[\s\p{Ps}\p{Pi}]+$/u;

/** The generated text ready to show: without its last word unless that is whole, and without white space or open brackets at its end. */
export function tidySuggestion(generated: string, lastWordIsWhole: boolean): string {
  const whole = lastWordIsWhole ? generated : generated.replace(/[\p{L}\p{N}\p{M}'’_-]+$/u, '');
  return whole.replace(OPEN_END, '');
}

/** Whether a token with this text starts a new word or symbol, so that the word before it is whole. */
export function beginsNewWord(piece: string): boolean {
  return isDense(piece.charAt(0)) || !/^[\p{L}\p{N}\p{M}'’_-]/u.test(piece);
}
