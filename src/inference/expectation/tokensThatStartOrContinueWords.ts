import type { Tokenizer } from '../tokens/tokenizer';

/** What each token of a byte-level vocabulary can be where a word is predicted. */
export interface TokenKinds {
  /** Text of each token [vocabulary]; '' for special tokens and parts of characters. */
  readonly texts: readonly string[];
  /** 1 for a token that is a space, then letters [vocabulary]. */
  readonly startsWord: Uint8Array;
  /** 1 for a token that begins with a letter: after another token it continues a word [vocabulary]. */
  readonly continuesWord: Uint8Array;
  /** Ids of the tokens that begin, after blanks, with a punctuation mark or line break, by that character. */
  readonly punctuation: ReadonlyMap<string, readonly number[]>;
}

const LETTERS = /^[\p{L}\p{M}\p{N}_'’]/u;
const LETTERS_AFTER_SPACE = /^ [\p{L}\p{M}\p{N}_'’]/u;

/** U+FFFD, to which a part of a character is decoded. */
const REPLACEMENT = '\ufffd';

const cache = new WeakMap<Tokenizer, TokenKinds>();

/** The kinds of the tokens of a tokenizer with a byte-level vocabulary; computed once. */
export function tokenKinds(tokenizer: Tokenizer): TokenKinds {
  const kinds = cache.get(tokenizer) ?? classifyTokens(tokenizer);
  cache.set(tokenizer, kinds);
  return kinds;
}

function classifyTokens(tokenizer: Tokenizer): TokenKinds {
  const { size, vocabularyBytes } = tokenizer;
  const startsWord = new Uint8Array(size);
  const continuesWord = new Uint8Array(size);
  const punctuation = new Map<string, number[]>();
  const texts = Array.from({ length: size }, (_, id) => {
    const bytes = vocabularyBytes[id];
    if (bytes === undefined || tokenizer.isSpecial(id)) return '';
    const text = Buffer.from(bytes, 'latin1').toString();
    startsWord[id] = Number(LETTERS_AFTER_SPACE.test(text));
    // Parts of characters count as letters: most characters of several bytes are.
    continuesWord[id] = Number(LETTERS.test(text) || text.startsWith(REPLACEMENT));
    const mark = startsWord[id] || continuesWord[id] ? undefined : [...text.replace(/^[ \t]+/, '')][0];
    if (mark !== undefined && mark !== REPLACEMENT && !LETTERS.test(mark))
      punctuation.set(mark, [...(punctuation.get(mark) ?? []), id]);
    return text.includes(REPLACEMENT) ? '' : text;
  });
  return { texts, startsWord, continuesWord, punctuation };
}
