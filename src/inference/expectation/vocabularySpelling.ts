import type { Tokenizer } from '../tokens/tokenizer';

/** Which spellings of a word are one to a vocabulary. */
export interface Spelling {
  /** The one that stands for all. */
  fold(word: string): string;
  /** Those that are usual: in small letters and with a capital, where that makes no difference. */
  spellings(word: string): readonly string[];
}

export function spellingOf(tokenizer: Tokenizer): Spelling {
  const isSame = (a: string, b: string) => tokenizer.encode(a).ids.join() === tokenizer.encode(b).ids.join();
  const isUncased = isSame('The', 'the');
  const isWithoutAccents = isSame('é', 'e');
  const bare = (word: string) => word.normalize('NFD').replace(/\p{Mn}/gu, '');
  return {
    fold: (word) => {
      const small = isUncased ? word.toLowerCase() : word;
      return isWithoutAccents ? bare(small) : small;
    },
    spellings: (word) => (isUncased ? [word, word.charAt(0).toUpperCase() + word.slice(1)] : [word]),
  };
}
