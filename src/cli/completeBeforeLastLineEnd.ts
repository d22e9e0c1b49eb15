/** The text to complete: without the line end that editors add to the last line, and with \n as the only line end. */
export function withoutLastLineEnd(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(/\n$/, '');
}
