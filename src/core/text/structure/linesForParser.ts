/** The line below the names of a table's columns, with blanks behind its last bar. */
const DASHES_AND_BLANKS = /^[ \t>]*[|:-][ \t|:-]*\|[ \t]+$/gm;

/**
 * A text as the Markdown parser needs it, with the same offsets: line feeds only, blanks for front matter, and no blanks
 * behind the dashes of a table.
 *
 * @param frontMatter UTF-16 code units of the front matter
 */
export function linesForParser(text: string, frontMatter: number): string {
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, (end) => (end === '\r' ? '\n' : ' \n')) : text;
  const body = lines.slice(frontMatter).replace(DASHES_AND_BLANKS, (line) => {
    const dashes = line.trimEnd().slice(0, -1);
    return `${dashes.padEnd(line.length - 1)}|`;
  });
  return lines.slice(0, frontMatter).replace(/[^\n]/g, ' ') + body;
}
