import type { Tokenizer } from '../tokens/tokenizer';

/** Which spellings of a word a vocabulary does not tell apart. */
export interface Spelling {
  /** The one spelling that represents all those of `word`. */
  fold(word: string): string;
  /** The usual spellings that fold to `word`: as it is, and capitalized when the vocabulary ignores case. */
  spellings(word: string): readonly string[];
}

/** Finds out from a tokenizer whether its vocabulary ignores case and accents. */
export function spellingOf(tokenizer: Tokenizer): Spelling {
  const isSame = (a: string, b: string) => tokenizer.encode(a).ids.join() === tokenizer.encode(b).ids.join();
  const ignoresCase = isSame('The', 'the');
  const ignoresAccents = isSame('é', 'e');
  return {
    fold: (word) => {
      const folded = ignoresCase ? word.toLowerCase() : word;
      return ignoresAccents ? stripAccents(folded) : folded;
    },
    spellings: (word) => (ignoresCase ? [word, word.charAt(0).toUpperCase() + word.slice(1)] : [word]),
  };
}

function stripAccents(word: string): string {
  return word.normalize('NFD').replace(/\p{Mn}/gu, '');
}
