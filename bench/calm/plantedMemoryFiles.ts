import { filler, type PlantedFile } from './plantedFile';

/** What Claude Code reads: https://code.claude.com/docs/en/memory, https://github.com/anthropics/claude-code/issues/82056 */
const LINES = 200;
const UNITS = 25_000;
const PATH = 'memory/MEMORY.md';
const REST = '- Past the limit, nobody reads this.\n- Nor this.\n';

/** Lines that have `length` UTF-16 units each, with their line breaks. */
function lines(count: number, length: number, character = 'x', lineBreak = '\n'): string {
  const room = length - '- '.length - lineBreak.length;
  const line = character.repeat(Math.floor(room / character.length)) + '-'.repeat(room % character.length);
  return `- ${line}${lineBreak}`.repeat(count);
}

/** MEMORY.md files with too many lines or too many UTF-16 units. The line in which the units end is not read. */
export const PLANTED_MEMORY_FILES: readonly PlantedFile[] = [
  { name: 'lines', path: PATH, within: lines(LINES, 40), beyond: REST },
  { name: 'lines, CRLF', path: PATH, within: lines(LINES, 40, 'x', '\r\n'), beyond: REST.replaceAll('\n', '\r\n') },
  {
    name: 'lines after front matter and a comment',
    path: PATH,
    within: `---\nname: memory\n---\n\n<!-- for people,\nnot for the model -->\n${lines(LINES, 40)}`,
    beyond: REST,
  },
  { name: 'lines after blank ones', path: PATH, within: `\n\n\n${lines(LINES, 40)}`, beyond: REST },
  { name: 'lines before size', path: PATH, within: lines(LINES, 120), beyond: lines(100, 120) },
  // Of lines with 300 units, 83 have 24,900.
  { name: 'size', path: PATH, within: lines(83, 300), beyond: lines(40, 300) },
  { name: 'size, CRLF', path: PATH, within: lines(83, 300, 'x', '\r\n'), beyond: lines(40, 300, 'x', '\r\n') },
  { name: 'size, emoji of 2 units', path: PATH, within: lines(83, 300, '😀'), beyond: lines(40, 300, '😀') },
  { name: 'size, in one line', path: PATH, within: filler(UNITS).replaceAll('\n', ' '), beyond: ' Past the limit.\n' },
];
