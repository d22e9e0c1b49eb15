import { seeded } from './random';

/** Pieces of text that some tokenizer has encoded wrongly. */
const DIFFICULT = [
  ...['the ', 'Summarize', ' internationalisation', '.', ', ', '\n', '\r\n', '\r', '\t', '  ', ' \n ', "don't", " 'll"],
  ...['{{name}}', '##', '##ing', 'a/b', 'x=1;', '```', '<b>', '$5.00', '3.141592', 'ÅNGSTRÖM', 'naïve', 'cafe\u0301'],
  ...[
    'ΟΔΥΣΣΕΥΣ',
    'Σ',
    'İstanbul',
    'ﬁ',
    '…',
    'ß',
    '½',
    '１２',
    '²',
    'Ⅷ',
    '日本語',
    '한국어',
    '각',
    'العربية',
    'हिन्दी',
    'ไทย',
    'עברית',
  ],
  ...[
    '😀',
    '👩‍👩‍👧',
    '🇨🇭',
    '👍🏽',
    '☝️',
    '\u200d',
    '\u200b',
    '\u2060',
    '\ufeff',
    '\u0085',
    '\u00a0',
    '\u3000',
    '\u00ad',
    '\ufffd',
  ],
  ...['\u0000', '\u0007', '\u001b', '\u007f', '\u0300', '\u0301\u0323', '\u1100\u1161', '\ud83d', '\udc4d', '\u2028'],
  ...[
    '[SEP]',
    '[MASK]',
    '[UNK]',
    '[CLS]',
    '[PAD]',
    '<|endoftext|>',
    '<|end',
    '</s>',
    '<unk>',
    '<pad>',
    '<extra_id_0>',
    '▁',
    '▁▁a',
  ],
];

const PLANES = 17;
const SURROGATES = { first: 0xd800, last: 0xdfff };

/** `count` texts, the same each time: difficult pieces, characters of all planes, and both mixed into `prose`. */
export function* difficultTexts(count: number, prose: string, seed = 5): Generator<string> {
  const random = seeded(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const piece = () => DIFFICULT[below(DIFFICULT.length)]!;
  const character = () => {
    // Most characters are in the first plane.
    const code = random() < 0.5 ? below(0x3000) : below(PLANES * 0x10000);
    return String.fromCodePoint(code);
  };
  const excerpt = () => {
    const start = below(prose.length);
    return prose.slice(start, start + below(200));
  };
  const kinds = [piece, character, excerpt, () => (random() < 0.6 ? piece() : character())];
  for (let index = 0; index < count; index++) {
    const part = kinds[index % kinds.length]!;
    yield Array.from({ length: below(part === excerpt ? 4 : 30) }, part).join('');
  }
}

/** Texts that strain a tokenizer: very long words, every control character, each kind of lone surrogate. */
export function extremeTexts(): string[] {
  const controls = Array.from({ length: 0xa0 }, (_, code) => `a${String.fromCharCode(code)}b`).join(' ');
  const surrogates = [SURROGATES.first, 0xdbff, 0xdc00, SURROGATES.last].map((code) => String.fromCharCode(code));
  return [
    '',
    ' ',
    '\n\n\n',
    `before ${'x'.repeat(100_000)} after`,
    `before ${'é'.repeat(100_000)} after`,
    'ab'.repeat(50_000),
    ' '.repeat(10_000),
    '漢字'.repeat(5_000),
    '😀'.repeat(2_000),
    `a${'\u0301'.repeat(1_000)}`,
    controls,
    ...surrogates,
    surrogates.join('a'),
    surrogates.toReversed().join(''),
  ];
}
