/** A token's text with line ends, tabs and outer spaces made visible: ⏎, ⇥, ␍, ␣. */
export function visibleText(text: string): string {
  const shown = text.replaceAll('\n', '⏎').replaceAll('\t', '⇥').replaceAll('\r', '␍');
  return /^\s|\s$/.test(shown) ? shown.replace(/^ +| +$/g, (blanks) => '␣'.repeat(blanks.length)) : shown;
}
