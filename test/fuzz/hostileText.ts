import { readFileSync } from 'node:fs';
import path from 'node:path';
import { difficultTexts } from '../helpers/texts';
import type { Dice } from './dice';

// Two levels up also from dist/test, where the host's tests run as one bundle.
const prose = readFileSync(path.resolve(__dirname, '..', '..', 'test', 'fixtures', 'prose.md'), 'utf8');

const LINE_ENDS = [
  '\n',
  '\r\n',
  '\r',
  '\u2028',
  '\u2029',
  '\u0085',
  '\v',
  '\f',
  '\n\r',
  '\n\n',
  '\r\r\n',
  '\n---\n',
  '---\r\n',
];
const MARKS = [
  '# ',
  '###### ',
  '- ',
  '1. ',
  '> ',
  '```',
  '~~~',
  '**',
  '`',
  '|',
  '<b>',
  '</div>',
  '<!--',
  '-->',
  '&amp;',
  '[a](b)',
];
const BRACES = [
  '{{name}}',
  '{{ a.b }}',
  '${x}',
  '{y}',
  '{{',
  '}}',
  '${',
  '{',
  '}',
  '{{{{',
  '{{é}}',
  '\\{z}',
  '{{ __proto__ }}',
];
const ROLES = ['system:', 'User: ', '<|im_start|>user', '**assistant**', '[tool]', 'human', '<!-- segment -->', 'AI :'];
const DIRECTIVES = [
  ...['left-context:', '<!-- left-context: limit=300 -->', '# left-context: model=o200k_base warn=0.8'],
  ...[
    '/* left-context: limit=0 warn=2 */',
    '% left-context: limit=999999999',
    '; left-context: __proto__=1 =',
    '//left-context:warn=.5-->',
  ],
];
const SPECIAL = [
  '[SEP]',
  '[CLS]',
  '[MASK]',
  '[PAD]',
  '[UNK]',
  '<|endoftext|>',
  '<|endoftext',
  '<s>',
  '</s>',
  '<pad>',
  '<mask>',
  '##ing',
  '▁',
  'Ġ',
  'Ċ',
];
const JOINED = [
  'e\u0301',
  '\u0301',
  '👩\u200d👩\u200d👧',
  '🇨🇭',
  '👍🏽',
  '\u200f\u202eabc\u202c',
  '\u2067אב\u2069',
  'ﷺ',
  '각',
  'ﬁ',
  'İ',
  'ẞ',
  '\ufe0f',
];
const SURROGATES = ['\ud83d', '\udc4d', '\ud800', '\udfff', '\ude00\ud83d', '\udbff\udc00'];
const BLANKS = [' ', '\t', '\u00a0', '\u3000', '\u200b', '\ufeff', '\u2003', '\0'];

const LISTS = [LINE_ENDS, MARKS, BRACES, ROLES, DIRECTIVES, SPECIAL, JOINED, SURROGATES, BLANKS];

type TextMaker = (dice: Dice) => string;

const MAKERS: readonly TextMaker[] = [
  // Any UTF-16 code units.
  (dice) => String.fromCharCode(...Array.from({ length: dice.below(200) }, () => dice.below(0x10000))),
  // The first code units, among which control characters are frequent.
  (dice) => String.fromCharCode(...Array.from({ length: dice.below(200) }, () => dice.below(0x120))),
  // Binary data opened as text, decoded in both ways.
  (dice) => bytes(dice, 300).toString('latin1'),
  (dice) => `\ufffdPNG\r\n\u001a\n\0${bytes(dice, 300).toString('utf8')}`,
  // Pieces of one kind, of all kinds, and amid prose.
  (dice) => pieces(dice, dice.any(LISTS)),
  (dice) => pieces(dice, LISTS.flat()),
  (dice) =>
    Array.from({ length: dice.below(12) }, () => (dice.chance(0.5) ? excerpt(dice) : dice.any(LISTS.flat()))).join(''),
  (dice) => [...difficultTexts(2, prose, dice.below(1e9))].join(''),
  // Lines with all kinds of line ends.
  (dice) =>
    Array.from({ length: dice.below(30) }, () => excerpt(dice).slice(0, dice.below(40)) + dice.any(LINE_ENDS)).join(''),
  // One piece repeated very often.
  (dice) => dice.any(LISTS.flat()).repeat(dice.below(600)),
  (dice) =>
    `${dice.any(LISTS.flat())}${dice.any([...BLANKS, 'x', 'é', '漢', '=']).repeat(dice.below(3_000))}${dice.any(LISTS.flat())}`,
  // Deep nesting.
  (dice) => {
    const [depth, [open, close]] = [
      dice.below(300),
      dice.any([
        ['<div>', '</div>'],
        ['{{', '}}'],
        ['> ', ''],
        ['(', ')'],
        ['`', '`'],
      ]),
    ];
    return open!.repeat(depth) + excerpt(dice) + close!.repeat(dice.chance(0.5) ? depth : dice.below(300));
  },
  // Front matter, complete or broken.
  (dice) =>
    `---${dice.any(LINE_ENDS)}${pieces(dice, DIRECTIVES)}${dice.any(LINE_ENDS)}---${dice.any(LINE_ENDS)}${excerpt(dice)}`,
];

/** A text of up to some thousand UTF-16 code units that nobody would write but anybody could open. */
export function hostileText(dice: Dice): string {
  const text = dice.any(MAKERS)(dice);
  return dice.chance(0.2) ? text + dice.any(MAKERS)(dice) : text;
}

function pieces(dice: Dice, list: readonly string[]): string {
  return Array.from({ length: dice.below(40) }, () => dice.any(list)).join(dice.chance(0.5) ? '' : dice.any(BLANKS));
}

function excerpt(dice: Dice): string {
  const start = dice.below(prose.length);
  return prose.slice(start, start + dice.below(150));
}

function bytes(dice: Dice, most: number): Buffer {
  return Buffer.from(Array.from({ length: dice.below(most) }, () => dice.below(256)));
}
