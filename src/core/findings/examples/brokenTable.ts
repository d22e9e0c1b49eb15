import type { Lines } from '../../text/outline/lineBounds';
import type { FaultInExample } from './faultInExample';

const DELIMITERS = /^[ ]{0,8}\|[ \t]*:?-{2,200}:?[ \t]*(?:\|[ \t]*:?-{2,200}:?[ \t]*){0,40}\|[ \t]*$/;
/** Pipes that separate no cells: escaped ones, and those in code, choicesand links. */
const NO_SEPARATOR =
  /\\.|(`+)(?!`)(?:(?!\1)[^\n]){1,300}?\1(?!`)|\{[^{}\n]{1,300}\}|\[[^[\]\n]{1,300}\]|\([^()\n]{1,300}\)|<[\p{L}_/][^<>\n]{0,300}>/gu;
/** Cells that say that a row is cut short, or spans columns on purpose. */
const CUT_SHORT = /\.\.\.|…|\{%|colspan|<!--/;
/** Longest row that is looked at, in UTF-16 code units. */
const LONGEST = 2000;

/** Rows of Markdown tables that have fewer or more cells than the table has columns, where only a few of its rows have. */
export function faultsOfTables({ text, lineStarts }: Lines): FaultInExample[] {
  const line = (index: number) => text.slice(lineStarts[index]!, (lineStarts[index + 1] ?? text.length + 1) - 1);
  const faults: FaultInExample[] = [];
  for (let index = 1; index < lineStarts.length; index++) {
    const header = line(index - 1);
    if (header.length > LONGEST || !header.includes('|') || !DELIMITERS.test(line(index).slice(0, LONGEST))) continue;
    const columns = cells(header);
    if (!/^[ ]{0,8}\|/.test(header) || columns !== cells(line(index)) || columns < 2) continue;
    const rows: number[] = [];
    for (let row = index + 1; row < lineStarts.length && /^[ ]{0,8}\|/.test(line(row)); row++) rows.push(row);
    const wrong = rows.filter((row) => isWrong(line(row), columns));
    if (wrong.length > 2 || wrong.length * 2 > rows.length) continue;
    for (const row of wrong) {
      const source = line(row);
      const start = lineStarts[row]! + source.indexOf('|');
      const what = `This row has ${cells(source)} cells, but its table has ${columns} columns.`;
      faults.push({ start, end: start + source.trim().length, what });
    }
    index = rows.at(-1) ?? index;
  }
  return faults;
}

function isWrong(row: string, columns: number): boolean {
  if (row.length > LONGEST || CUT_SHORT.test(row) || !/\|[ \t]*$/.test(row)) return false;
  const count = cells(row);
  return count > columns || (count === columns - 1 && count > 1);
}

function cells(row: string): number {
  const visible = row.replace(NO_SEPARATOR, (part) => '_'.repeat(part.length)).trim();
  return visible.replace(/^\|/, '').replace(/\|$/, '').split('|').length;
}
