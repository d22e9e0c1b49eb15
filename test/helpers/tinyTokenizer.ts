import type { MetadataValue } from './ggufFile';

const SPECIAL = ['<|endoftext|>', '<|im_start|>', '<|im_end|>'];
/** Pairs that are merged, in their order. */
const MERGES = (
  'Ġ t|h e|Ġt he|Ġ a|i n|r e|o n|Ġ w|e r|a t|e n|o u|Ġ s|i s|i t|Ġ o|e s|o r|Ġ b|Ġ p|Ġ i|Ġ f|in g|Ġ m|Ġa n|Ġan d|Ġ c|' +
  'Ġ d|a l|Ġt o|Ġo f|Ġ in|Ġ h|Ġ n|Ġ re|Ġ he|Ġ y|Ġy ou|a r|o t|Ġ l'
).split('|');

/** The characters that spell the 256 bytes (Radford et al. 2019). */
function byteCharacters(): string[] {
  const isPrintable = (byte: number) => (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
  let moved = 0x100;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(isPrintable(byte) ? byte : moved++));
}

const PIECES = [...SPECIAL, ...byteCharacters(), ...MERGES.map((pair) => pair.replace(' ', ''))];

/** Number of its tokens: 3 special ones, the bytes, and 41 merged pairs. */
export const TINY_VOCABULARY = PIECES.length;

/** A GGUF file's metadata of a small byte-level BPE tokenizer, like SmolLM2's. */
export const tinyTokenizer: Readonly<Record<string, MetadataValue>> = {
  'tokenizer.ggml.model': 'gpt2',
  'tokenizer.ggml.pre': 'smollm',
  'tokenizer.ggml.tokens': PIECES,
  'tokenizer.ggml.token_type': PIECES.map((_, id) => (id < SPECIAL.length ? 3 : 1)),
  'tokenizer.ggml.merges': MERGES,
  'tokenizer.ggml.bos_token_id': 1,
  'tokenizer.ggml.eos_token_id': 2,
  'tokenizer.ggml.unknown_token_id': 0,
  'tokenizer.ggml.padding_token_id': 2,
};
