/** The new text with the white space around the old one, so that whole lines stay whole lines. */
export function withEdgesOf(old: string, text: string): string {
  return /^\s*/.exec(old)![0] + text + /\s*$/.exec(old)![0];
}
