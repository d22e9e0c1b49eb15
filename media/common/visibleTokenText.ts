const SIGNS: Record<string, string> = { '\n': '⏎', '\r': '␍', '\t': '⇥' };

/** A token's text with invisible characters made visible; spaces around a word are left out. */
export function visiblePiece(piece: string): string {
  const visible = piece.replace(/[\n\r\t]/g, (character) => SIGNS[character]!);
  const trimmed = visible.trim();
  return trimmed === '' ? visible.replace(/ /g, '␣') || '∅' : trimmed;
}
