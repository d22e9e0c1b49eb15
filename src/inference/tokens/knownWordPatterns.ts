const GPT2 = String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`;
const CONTRACTIONS = String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)`;
const LETTERS = String.raw`[^\r\n\p{L}\p{N}]?\p{L}+`;
const CAPITALIZED = String.raw`[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+`;
const IN_CAPITALS = String.raw`[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*`;
const SIGNS = String.raw` ?[^\s\p{L}\p{N}]+[\r\n]*`;
const SIGNS_AND_SLASHES = String.raw` ?[^\s\p{L}\p{N}]+[\r\n/]*`;
const WHITE_SPACE = String.raw`\s*[\r\n]+|\s+(?!\S)|\s+`;

/** Qwen 1.5 to 3. */
export const QWEN_WORDS = `${CONTRACTIONS}|${LETTERS}|${String.raw`\p{N}`}|${SIGNS}|${WHITE_SPACE}`;

/**
 * Patterns that split text into words, as tokenizer.json files have them, of which no match crosses a cut (see `CutRule`) and no
 * lookahead sees more than the next character being white space. Other patterns are not taken for safe.
 */
export const wordPatterns: ReadonlySet<string> = new Set([
  GPT2,
  // GPT-4, Llama 3, Phi 4, SmolLM3
  `${CONTRACTIONS}|${LETTERS}|${String.raw`\p{N}{1,3}`}|${SIGNS}|${WHITE_SPACE}`,
  QWEN_WORDS,
  // GPT-4o, gpt-oss, Llama 4
  `${CAPITALIZED}${CONTRACTIONS}?|${IN_CAPITALS}${CONTRACTIONS}?|${String.raw`\p{N}{1,3}`}|${SIGNS_AND_SLASHES}|${WHITE_SPACE}`,
  // Mistral Nemo
  `${CAPITALIZED}|${IN_CAPITALS}|${String.raw`\p{N}`}|${SIGNS_AND_SLASHES}|${WHITE_SPACE}`,
  // DeepSeek V3 and R1; its line breaks are written as such
  '[!"#$%&\'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\r\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\r\n]*|\\s*[\r\n]+|\\s+(?!\\S)|\\s+',
  // CLIP
  String.raw`<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+`,
  // BLOOM
  String.raw` ?[^(\s|[.,!?…。，、।۔،])]+`,
]);

/** Patterns that split digits or Chinese characters apart, from the left. */
export const digitPatterns: ReadonlySet<string> = new Set([
  String.raw`\p{N}{1,3}`,
  String.raw`\p{N}`,
  '[0-9]',
  '[0-9][0-9][0-9]',
  '[一-龥぀-ゟ゠-ヿ]+',
]);
