import type { Tokenizer } from '../tokens/tokenizer';

/** WordPiece writes this before a piece that continues a word. */
const CONTINUATION = '##';
/** Byte-level BPE and Unigram write one of these for the space before a word. */
const SPACES = ['Ġ', '▁'];

/** Words by tokenizer: those with a space before them, and those without. */
const cache = new WeakMap<Tokenizer, Map<boolean, readonly string[]>>();

/**
 * The word that each token is [vocabulary], if it has a space before it as `hasSpace` says; '' for all other tokens.
 */
export function vocabularyWords(tokenizer: Tokenizer, hasSpace: boolean): readonly string[] {
  const cached = cache.get(tokenizer) ?? new Map<boolean, readonly string[]>();
  cache.set(tokenizer, cached);
  const words =
    cached.get(hasSpace) ?? Array.from({ length: tokenizer.size }, (_, id) => wordOf(tokenizer, id, hasSpace));
  cached.set(hasSpace, words);
  return words;
}

function wordOf(tokenizer: Tokenizer, id: number, hasSpace: boolean): string {
  const piece = tokenizer.piece(id);
  if (tokenizer.isSpecial(id) || piece.startsWith(CONTINUATION) || startsWithSpace(piece) !== hasSpace) return '';
  const bytes = tokenizer.vocabularyBytes[id];
  const text = bytes === undefined ? piece.replace(SPACES[1]!, '') : Buffer.from(bytes, 'latin1').toString().trim();
  return text.includes('\ufffd') ? '' : text;
}

/** Whether a piece of a vocabulary has a space before it. */
export function startsWithSpace(piece: string): boolean {
  return SPACES.some((space) => piece.startsWith(space));
}
