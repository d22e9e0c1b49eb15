/** Splits a text at the `|` that marks the caret. */
export function atCaret(drawn: string): { left: string; right: string } {
  const caret = drawn.indexOf('|');
  if (caret < 0 || drawn.indexOf('|', caret + 1) >= 0) throw new Error(`Draw one caret: ${drawn}`);
  return { left: drawn.slice(0, caret), right: drawn.slice(caret + 1) };
}
