import { visiblePiece } from '../common/visibleTokenText';

/** A token's text; a space before a word is visible, since it tells the start of a word from the rest of one. */
export function tokenText(text: string): string {
  return text.startsWith(' ') && text.trim() !== '' ? `␣${visiblePiece(text)}` : visiblePiece(text);
}
