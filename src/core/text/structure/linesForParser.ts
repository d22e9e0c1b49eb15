/** The line below the names of a table's columns, with blanks behind its last bar. */
const DASHES_AND_BLANKS = /^[ \t>]*[|:-][ \t|:-]*\|[ \t]+$/gm;

/** More lists and quotations in one another than anybody writes: the parser's time grows with the square of their number. */
const DEEPLY_NESTED = /^((?:[ \t]*(?:\p{Nd}{1,9}[.)]|[-+*>])){50}[ \t]*)[-+*>\p{Nd}]/gmu;
/** “- - -”, however long. */
const RULE = /^[ \t>]*(?:[-\s]+|[*\s]+)$/;

/**
 * A text as the Markdown parser needs it, with the same offsets: line feeds only, blanks for front matter, no blanks behind
 * the dashes of a table, and a letter for the mark with which nesting becomes too deep.
 *
 * @param frontMatter UTF-16 code units of the front matter
 */
export function linesForParser(text: string, frontMatter: number): string {
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, (end) => (end === '\r' ? '\n' : ' \n')) : text;
  const body = lines.slice(frontMatter).replace(DASHES_AND_BLANKS, (line) => {
    const dashes = line.trimEnd().slice(0, -1);
    return `${dashes.padEnd(line.length - 1)}|`;
  });
  const shallow = body.replace(DEEPLY_NESTED, (line, marks: string) => (RULE.test(line) ? line : `${marks}x`));
  return lines.slice(0, frontMatter).replace(/[^\n]/g, ' ') + shallow;
}
