import { shown, UnsupportedGgufError } from './ggufError';

/** How a byte-level BPE tokenizer prepares a text before it merges pairs, as tokenizer.json spells it. */
interface PreTokenizer {
  readonly preTokenizer: object;
  /** Whether a word that is a token needs no merges. */
  readonly ignoreMerges: boolean;
  /** Whether a token is put before every text, where a file does not say. */
  readonly addsStart: boolean;
}

const BYTE_LEVEL = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true };
const GPT2_WORDS = { ...BYTE_LEVEL, use_regex: true };

const LLAMA3_WORDS =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

/** Words as GPT-2 splits them. */
const gpt2: PreTokenizer = { preTokenizer: GPT2_WORDS, ignoreMerges: false, addsStart: false };

/** Each digit apart, then as GPT-2. */
const singleDigits: PreTokenizer = {
  ...gpt2,
  preTokenizer: { type: 'Sequence', pretokenizers: [{ type: 'Digits', individual_digits: true }, GPT2_WORDS] },
};

/** Words as Llama 3 splits them, with up to three digits in one. */
const llama3: PreTokenizer = {
  preTokenizer: {
    type: 'Sequence',
    pretokenizers: [
      { type: 'Split', pattern: { Regex: LLAMA3_WORDS }, behavior: 'Isolated', invert: false },
      { ...BYTE_LEVEL, use_regex: false },
    ],
  },
  ignoreMerges: true,
  addsStart: true,
};

/** By `tokenizer.ggml.pre` (https://github.com/ggml-org/llama.cpp/blob/master/src/llama-vocab.cpp). */
const PRE_TOKENIZERS: Readonly<Record<string, PreTokenizer>> = {
  'gpt-2': gpt2,
  smollm: singleDigits,
  starcoder: singleDigits,
  'llama-bpe': llama3,
};

/** Throws an Error that lists the names that are known when `name` is none of them: a guess would count tokens wrong. */
export function preTokenizerNamed(name: string): PreTokenizer {
  if (Object.hasOwn(PRE_TOKENIZERS, name)) return PRE_TOKENIZERS[name]!;
  const known = Object.keys(PRE_TOKENIZERS).join(', ');
  throw new UnsupportedGgufError(
    `it splits words as ${shown(name)}, which Left Context does not know; it knows ${known}`,
  );
}
