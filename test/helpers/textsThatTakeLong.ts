import { seeded } from './random';

/** What careless patterns take long for when it is repeated, one kind a line. */
const UNITS = [
  ...['a-', "a'", 'A-', 'this-', 'a ', '漢字。', '한국어. ', 'А б в. ', 'عربي، ', '\u200b', '😀'],
  ...[
    '*',
    '(',
    '`',
    '"',
    '"a ',
    '“',
    '"""',
    '{',
    '{{',
    '[',
    '<',
    '<a> ',
    '</a',
    '$A',
    '%a',
    '#',
    '|',
    '>',
    '\\',
    '.',
    '-',
  ],
  ...[' ', '\n', '\r', '\t', ' \n\n', 'a:\n', ':\n', 'a\n\n', '**a**\n', '---\n', '```\n', '~~~ ', '| a | b |\n'],
  ...['# A\n', '# A\n\n', 'Note:\n\n# A\n', '- item\n', '- **Abc**: x\n', 'Title\nx\n\n'],
  ...['ABC ', 'ABC DEF.\n', 'ABC (a b c) ', '{x} is. ', 'Reviewer: x. ', 'The Reviewer is the ', 'Ask the Reviewer.\n'],
  ...['See below. ', 'See the a below.\n', 'described below ', 'in section 4 ', 'under "Output" ', 'As follows:\n\n'],
  ...['the following list below ', 'the '],
  ...['Summarize the text above.\n\n', 'Summarize the text above. ', 'Never do it. See to it.\n', 'We will '],
];
const MIXTURES = 12;

/** Texts for which careless patterns take long, by name, of any length in UTF-16 code units. The same each time. */
export const TEXTS_THAT_TAKE_LONG: ReadonlyMap<string, (length: number) => string> = new Map([
  ...UNITS.map((unit) => [JSON.stringify(unit), (length: number) => unit.repeat(length / unit.length)] as const),
  ['blanks before an acronym', (length) => `${' '.repeat(length)} ABC x. ABC is a b.`],
  ['one word before a reference', (length) => `${'a'.repeat(length)} see the aim below.\n\nb\n\n# Aim\nc`],
  ['different placeholders', (length) => numbered(length, (index) => `a {x${index}} b. {x${index}} is c.\n`)],
  ['different tags', (length) => numbered(length, (index) => `<x${index}> `)],
  [
    'different acronyms',
    (length) => numbered(length, (index) => `Use ${letters(index)}. ${letters(index)} means a.\n`),
  ],
  ['different roles', (length) => numbered(length, (index) => `Ask the R${letters(index).toLowerCase()}.\n`)],
  [
    'references to later headings',
    (length) =>
      numbered(length / 2, (index) => `See the thing${index} section below. `) +
      numbered(length / 2, (index) => `\n\n# thing${index}`),
  ],
  ...Array.from(
    { length: MIXTURES },
    (_, seed) => [`mixture ${seed}`, (length: number) => mixture(length, seed)] as const,
  ),
]);

function numbered(length: number, part: (index: number) => string): string {
  let text = '';
  for (let index = 0; text.length < length; index++) text += part(index);
  return text;
}

/** Four capital letters for a number. */
function letters(index: number): string {
  return Array.from({ length: 4 }, (_, place) => String.fromCharCode(65 + (Math.floor(index / 26 ** place) % 26))).join(
    '',
  );
}

/** Runs of some of the units, in random order and of random length. */
function mixture(length: number, seed: number): string {
  const random = seeded(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const units = Array.from({ length: 2 + below(8) }, () => UNITS[below(UNITS.length)]!);
  const longestRun = 10 ** below(4);
  return numbered(length, () => units[below(units.length)]!.repeat(1 + below(longestRun)));
}
