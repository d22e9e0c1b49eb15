import type { Tokenizer } from '../tokens/tokenizer';

/** What each token of a vocabulary can be where a word is expected. */
export interface TokenKinds {
  /** [vocabulary]; of tokens that are no text, and of parts of characters, ''. */
  readonly texts: readonly string[];
  /** 1 where a token is a space and then letters [vocabulary]. */
  readonly starts: Uint8Array;
  /** 1 where a token begins with a letter: behind another token it continues a word [vocabulary]. */
  readonly continues: Uint8Array;
  /** Ids of tokens that begin with a punctuation mark or a line end, by that, blanks left out. */
  readonly signs: ReadonlyMap<string, readonly number[]>;
}

const LETTERS = /^[\p{L}\p{M}\p{N}_'’]/u;
const AFTER_SPACE = /^ [\p{L}\p{M}\p{N}_'’]/u;

/** What stands for part of a character. */
const BROKEN = '\ufffd';

const known = new WeakMap<Tokenizer, TokenKinds>();

/** Those of a tokenizer whose vocabulary is one of bytes. */
export function kindsOf(tokenizer: Tokenizer): TokenKinds {
  const kinds = known.get(tokenizer) ?? sort(tokenizer);
  known.set(tokenizer, kinds);
  return kinds;
}

function sort(tokenizer: Tokenizer): TokenKinds {
  const { size, vocabularyBytes } = tokenizer;
  const starts = new Uint8Array(size);
  const continues = new Uint8Array(size);
  const signs = new Map<string, number[]>();
  const texts = Array.from({ length: size }, (_, id) => {
    const bytes = vocabularyBytes[id];
    if (bytes === undefined || tokenizer.isSpecial(id)) return '';
    const text = Buffer.from(bytes, 'latin1').toString();
    starts[id] = Number(AFTER_SPACE.test(text));
    // Of what is not whole, letters are more frequent than signs.
    continues[id] = Number(LETTERS.test(text) || text.startsWith(BROKEN));
    const sign = starts[id] || continues[id] ? undefined : [...text.replace(/^[ \t]+/, '')][0];
    if (sign !== undefined && sign !== BROKEN && !LETTERS.test(sign)) signs.set(sign, [...(signs.get(sign) ?? []), id]);
    return text.includes(BROKEN) ? '' : text;
  });
  return { texts, starts, continues, signs };
}
