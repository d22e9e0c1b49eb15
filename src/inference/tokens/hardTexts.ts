import type { TokenizerDefinition } from './files/tokenizerDefinition';

/**
 * Texts that tokenizers are known to treat differently. Characters that the reference misaligns are not among them: those that
 * its character maps remove at the start of a text, and those that a vocabulary has no bytes for.
 */
const TEXTS: readonly string[] = [
  'You are a careful assistant. Answer in one sentence, please!',
  "I'll say it's Don't, WE'LL, they've, ’tis ſ'ſ 'Ve",
  '  two  spaces   and\ttabs \t and trailing  ',
  'first\nsecond\r\nthird\n\n\n  indented\r\rend\n',
  '\u00a0no-break\u3000ideographic\u2009thin\u0085next\u2028line\u202fnarrow',
  'a\ufeffb \ufeff c\u200bd\u200de\u2060f',
  '1234567890 3.14159 1,000,000 0x1F 2² ½ Ⅷ ١٢٣ १२३',
  'naïve café cafe\u0301 ÅNGSTRÖM A\u030a Straße ß ẞ ﬁ ﬀ',
  'İstanbul ıI ΟΔΥΣΣΕΥΣ Σ ς Ǆ ǅ',
  '각 \u1100\u1161\u11a8 한국어 \u1112\u1161\u11ab',
  '日本語の文章。中文，标点！ ｶﾞ が か\u3099 １２３ ＡＢＣ',
  'العربية مُحَمَّد עִבְרִית ไทยภาษา हिन्दी क्षि বাংলা தமிழ்',
  '😀 👩‍👩‍👧 🇨🇭 👍🏽 ☝️ 🏴\u{e0067}\u{e0062}\u{e007f} 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𠀀',
  'x\u0301\u0323\u0302 \u0301a o\u0338 \u20dd',
  'snake_case camelCase kebab-case path/to/file.txt user@example.com https://a.b/c?d=e#f',
  '{"key": [1, 2.5, null], "s": "\\n"} <tag attr="v">…</tag> ```js\nlet x = `${y}`;\n```',
  '!!!???... --- *** ___ ### ~~~ (((( )))) “quotes” ‘single’ «guillemets» —–-',
  '▁ ▁▁a ##ing Ġ Ċ </w> @@ <0x0A>',
  '<s> </s> <unk> <unk>[SEP]x <pad> <mask> [CLS] [SEP] [MASK] [UNK] [PAD] <|endoftext|> <|im_start|>user<|im_end|>',
  ' <mask> , a<mask>b <mask>\n[MASK] .[MASK].',
  '\ud83d lone \udc4d\ud83d',
  'a'.repeat(150),
  'ab '.repeat(60),
  '漢'.repeat(120),
  '=-'.repeat(80),
  ' '.repeat(70) + 'x',
  '\n'.repeat(20) + 'x' + '\t'.repeat(9),
  'The quick brown fox\tjumps\nover the lazy dog\nand so on',
  '',
  ' ',
  '\n',
];

/** Added tokens that are tried in texts of their own: some vocabularies have a thousand. */
const MOST_ADDED = 12;

/** The texts on which our encoders and the reference are compared for a file. */
export function hardTexts({ added_tokens }: TokenizerDefinition): string[] {
  const tried =
    added_tokens.length <= MOST_ADDED ? added_tokens : [...added_tokens.slice(0, 8), ...added_tokens.slice(-4)];
  return [
    ...TEXTS,
    ...tried.map(({ content }) => `a${content}b ${content}  ${content}${content}\n${content.slice(0, -1)} ${content}`),
  ];
}
