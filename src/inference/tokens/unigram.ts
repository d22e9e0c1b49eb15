import type { PreTrainedTokenizer } from '@xenova/transformers';
import { encodeAroundAddedTokens } from './addedTokens';
import { CharacterMap, type AlignedCharacters } from './unigramCharacterMap';
import type { AddToken, Encode } from './encodedChunkCache';
import { stepsOf, type TokenizerDefinition, type TokenizerStep } from './files/tokenizerDefinition';

const SPACE = '▁';

interface TrieNode {
  readonly is_leaf: boolean;
  readonly children: ReadonlyMap<string, TrieNode>;
}

/** The part of transformers.js's Unigram model that is used here. */
interface UnigramModel {
  readonly unk_token_id: number;
  readonly scores: readonly number[];
  readonly tokens_to_ids: ReadonlyMap<string, number>;
  readonly trie: { readonly root: TrieNode };
}

/** The vocabulary with the natural logarithm of each piece's probability. */
interface UnigramVocabulary {
  readonly ids: ReadonlyMap<string, number>;
  readonly trie: TrieNode;
  /** By id. */
  readonly scores: readonly number[];
  readonly unknown: { readonly id: number; readonly score: number };
}

/** Log-probability of an unknown character below that of the least likely piece. */
const UNKNOWN_PENALTY = 10;

/**
 * Makes an encoder for SentencePiece's Unigram model (Kudo 2018) as T5 and XLM-R use it, with source spans: applies the
 * character map, splits at white space, puts ▁ before each word and finds the likeliest pieces. Vocabulary and scores
 * come from transformers.js, whose own search takes ten seconds for a word of 100,000 characters.
 *
 * @param definition one that `fastPathOf` covers
 */
export function unigram(tokenizer: PreTrainedTokenizer, definition: TokenizerDefinition): Encode {
  const normalise = normaliserOf(definition.normalizer);
  const dropsSpaces = stepsOf(definition.pre_tokenizer).length === 2;
  const vocabulary = vocabularyOf(tokenizer._tokenizer.model as unknown as UnigramModel);
  return encodeAroundAddedTokens(definition.added_tokens, (text, offset, add) => {
    for (const word of wordsOf(normalise(text, offset), dropsSpaces)) addPieces(vocabulary, word, add);
  });
}

function normaliserOf(step: TokenizerStep | null): (text: string, offset: number) => AlignedCharacters {
  if (!step) return unchanged;
  const map = new CharacterMap(step['precompiled_charsmap'] as string);
  return (text, offset) => map.normalise(text, offset);
}

function unchanged(text: string, offset: number): AlignedCharacters {
  const characters = Array.from(text);
  const ends: number[] = [];
  let end = offset;
  for (const { length } of characters) ends.push((end += length));
  return { characters, starts: ends.map((at, index) => at - characters[index]!.length), ends };
}

/** Splits text into words, each with ▁ for the space before it. */
function* wordsOf({ characters, starts, ends }: AlignedCharacters, dropsSpaces: boolean): Generator<AlignedCharacters> {
  let word: AlignedCharacters = { characters: [], starts: [], ends: [] };
  const add = (character: string, index: number) => {
    word.characters.push(character);
    word.starts.push(starts[index]!);
    word.ends.push(ends[index]!);
  };
  for (const [index, character] of characters.entries()) {
    const isBlank = dropsSpaces && /^\p{White_Space}$/u.test(character);
    const marked = character === ' ' ? SPACE : character;
    if ((isBlank || marked === SPACE) && word.characters.length > 0) {
      yield word;
      word = { characters: [], starts: [], ends: [] };
    }
    if (isBlank) continue;
    // An added ▁ has the span of the word's first character.
    if (word.characters.length === 0 && marked !== SPACE && (dropsSpaces || index === 0)) add(SPACE, index);
    add(marked, index);
  }
  if (word.characters.length > 0) yield word;
}

function vocabularyOf({
  tokens_to_ids: ids,
  trie,
  scores: decimals,
  unk_token_id: id,
}: UnigramModel): UnigramVocabulary {
  const scores = decimals.map(parsedLikeReference);
  const least = scores.reduce((lowest, score, index) => (index === id ? lowest : Math.min(lowest, score)), 0);
  return { ids, trie: trie.root, scores, unknown: { id, score: least - UNKNOWN_PENALTY } };
}

/**
 * Parses a score as the reference does: serde_json divides an integer by a power of ten, which can differ in the last
 * bit. That decides between equally likely splits, such as those of a row of dashes.
 */
function parsedLikeReference(score: number): number {
  const [, whole, fraction = ''] = /^(-?\d+)(?:\.(\d+))?$/.exec(String(score)) ?? [];
  return whole === undefined ? score : Number(whole + fraction) / 10 ** fraction.length;
}

/** Adds the likeliest pieces of a word. Consecutive unknown characters become one token. */
function addPieces(
  vocabulary: UnigramVocabulary,
  { characters, starts, ends }: AlignedCharacters,
  add: AddToken,
): void {
  const cuts = likeliestCuts(vocabulary, characters);
  let unknownFrom: number | undefined;
  for (let index = 0; index + 1 < cuts.length; index++) {
    const [from, to] = [cuts[index]!, cuts[index + 1]!];
    const id = vocabulary.ids.get(characters.slice(from, to).join(''));
    if (id === undefined) unknownFrom ??= from;
    if (unknownFrom !== undefined && (id !== undefined || to === characters.length)) {
      const unknownTo = id === undefined ? to : from;
      add(vocabulary.unknown.id, starts[unknownFrom]!, ends[unknownTo - 1]!);
      unknownFrom = undefined;
    }
    if (id !== undefined) add(id, starts[from]!, ends[to - 1]!);
  }
}

/** Starts of the likeliest split's pieces, and the end of the text, by Viterbi's algorithm. */
function likeliestCuts({ ids, trie, scores, unknown }: UnigramVocabulary, characters: readonly string[]): number[] {
  const best = new Float64Array(characters.length + 1).fill(-Infinity);
  const cutBefore = new Int32Array(characters.length + 1);
  best[0] = 0;
  const relax = (from: number, to: number, score: number) => {
    if (best[from]! + score <= best[to]!) return;
    best[to] = best[from]! + score;
    cutBefore[to] = from;
  };
  for (let from = 0; from < characters.length; from++) {
    let piece = '';
    let isKnown = false;
    let node = trie.children.get(characters[from]!);
    for (let to = from + 1; node; node = node.children.get(characters[to++]!)) {
      piece += characters[to - 1]!;
      if (node.is_leaf) relax(from, to, scores[ids.get(piece)!]!);
      isKnown ||= to === from + 1 && node.is_leaf;
    }
    if (!isKnown) relax(from, from + 1, unknown.score);
  }
  const cuts = [characters.length];
  while (cuts.at(-1)! > 0) cuts.push(cutBefore[cuts.at(-1)!]!);
  return cuts.reverse();
}
