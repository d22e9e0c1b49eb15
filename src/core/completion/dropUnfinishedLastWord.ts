import { isDense } from './charactersThatSayMore';

/** The generated text ready to show: without white space at its end, and without its last word unless that is whole. */
export function tidySuggestion(generated: string, lastWordIsWhole: boolean): string {
  const whole = lastWordIsWhole ? generated : generated.replace(/[\p{L}\p{N}\p{M}'’_-]+$/u, '');
  return whole.trimEnd();
}

/** Whether a token with this text starts a new word or symbol, so that the word before it is whole. */
export function beginsNewWord(piece: string): boolean {
  return isDense(piece.charAt(0)) || !/^[\p{L}\p{N}\p{M}'’_-]/u.test(piece);
}
