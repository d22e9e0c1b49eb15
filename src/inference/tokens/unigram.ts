import type { PreTrainedTokenizer } from '@xenova/transformers';
import { Charsmap, type Characters } from './charsmap';
import type { Encode } from './chunkCache';
import { encodeAroundAddedTokens } from './addedTokens';

const SPACE = '▁';

/** A step of tokenizer.json that is looked at here. */
interface Step {
  readonly type: string;
  readonly precompiled_charsmap?: string;
  readonly pretokenizers?: readonly Step[];
  readonly replacement?: string;
  readonly prepend_scheme?: string;
  readonly split?: boolean;
}

interface Definition {
  readonly normalizer: Step | null;
  readonly pre_tokenizer: Step | null;
}

interface TrieNode {
  readonly is_leaf: boolean;
  readonly children: ReadonlyMap<string, TrieNode>;
}

/** What of transformers.js's Unigram model is used here. */
interface UnigramModel {
  readonly unk_token_id: number;
  readonly scores: readonly number[];
  readonly tokens_to_ids: ReadonlyMap<string, number>;
  readonly trie: { readonly root: TrieNode };
}

/** The vocabulary, and the natural logarithms of its probabilities. */
interface Pieces {
  readonly ids: ReadonlyMap<string, number>;
  readonly trie: TrieNode;
  /** By id. */
  readonly scores: readonly number[];
  readonly unknown: { readonly id: number; readonly score: number };
}

/** How much less likely than the least likely piece a character is that no piece begins with. */
const UNKNOWN_PENALTY = 10;

/**
 * Encodes as SentencePiece's Unigram model (Kudo 2018) as T5 and XLM-R use it, with source spans: the character map, words
 * at white space, ▁ for the space before each, and the likeliest pieces. Vocabulary and scores are transformers.js's; its
 * search would take ten seconds for a word of 100,000 characters.
 *
 * Throws when the tokenizer prepares text in another way.
 */
export function unigram(tokenizer: PreTrainedTokenizer): Encode {
  const inner = tokenizer._tokenizer as unknown as { tokenizer: Definition; model: UnigramModel };
  const normalise = normaliserOf(inner.tokenizer.normalizer);
  const partsWords = splitterOf(inner.tokenizer.pre_tokenizer);
  const pieces = piecesOf(inner.model);
  return encodeAroundAddedTokens(tokenizer, (text, offset, add) => {
    for (const word of wordsOf(normalise(text, offset), partsWords)) addPieces(pieces, word, add);
  });
}

function normaliserOf(step: Step | null): (text: string, offset: number) => Characters {
  if (!step) return asWritten;
  if (step.type !== 'Precompiled' || step.precompiled_charsmap === undefined) {
    throw new Error(`This tokenizer normalises text by ${step.type}, which is not known here; choose another model.`);
  }
  const map = new Charsmap(step.precompiled_charsmap);
  return (text, offset) => map.normalise(text, offset);
}

/** Whether words are parted at any white space, which is dropped, and not only before each ▁. */
function splitterOf(step: Step | null): boolean {
  const steps = step?.type === 'Sequence' ? (step.pretokenizers ?? []) : step ? [step] : [];
  const last = steps.at(-1);
  const isUsual = last?.type === 'Metaspace' && (last.prepend_scheme ?? 'always') === 'always' && last.split !== false;
  const [first] = steps;
  if (!isUsual || steps.length > 2 || (steps.length === 2 && first!.type !== 'WhitespaceSplit')) {
    throw new Error('This tokenizer splits text into words in a way that is not known here; choose another model.');
  }
  return steps.length === 2;
}

function asWritten(text: string, offset: number): Characters {
  const characters = Array.from(text);
  const ends: number[] = [];
  let end = offset;
  for (const { length } of characters) ends.push((end += length));
  return { characters, starts: ends.map((at, index) => at - characters[index]!.length), ends };
}

/** The words, each with the ▁ that stands for the space before it. */
function* wordsOf({ characters, starts, ends }: Characters, partsWords: boolean): Generator<Characters> {
  let word: Characters = { characters: [], starts: [], ends: [] };
  const add = (character: string, index: number) => {
    word.characters.push(character);
    word.starts.push(starts[index]!);
    word.ends.push(ends[index]!);
  };
  for (const [index, character] of characters.entries()) {
    const isBlank = partsWords && /^\p{White_Space}$/u.test(character);
    const read = character === ' ' ? SPACE : character;
    if ((isBlank || read === SPACE) && word.characters.length > 0) {
      yield word;
      word = { characters: [], starts: [], ends: [] };
    }
    if (isBlank) continue;
    // The ▁ that is put before a word stands where the word begins.
    if (word.characters.length === 0 && read !== SPACE && (partsWords || index === 0)) add(SPACE, index);
    add(read, index);
  }
  if (word.characters.length > 0) yield word;
}

function piecesOf({ tokens_to_ids: ids, trie, scores: decimals, unk_token_id: id }: UnigramModel): Pieces {
  const scores = decimals.map(asReferenceReads);
  const least = scores.reduce((lowest, score, index) => (index === id ? lowest : Math.min(lowest, score)), 0);
  return { ids, trie: trie.root, scores, unknown: { id, score: least - UNKNOWN_PENALTY } };
}

/**
 * The reference reads decimals as a whole number over a power of ten (serde_json), which can differ in the last bit. Where
 * two splits are equally likely, as of a row of dashes, that decides.
 */
function asReferenceReads(score: number): number {
  const [, whole, fraction = ''] = /^(-?\d+)(?:\.(\d+))?$/.exec(String(score)) ?? [];
  return whole === undefined ? score : Number(whole + fraction) / 10 ** fraction.length;
}

/** Characters that are not known are one token together when they follow one another. */
function addPieces(pieces: Pieces, { characters, starts, ends }: Characters, add: Parameters<Encode>[1]): void {
  const cuts = likeliestCuts(pieces, characters);
  let unknownFrom: number | undefined;
  for (let index = 0; index + 1 < cuts.length; index++) {
    const [from, to] = [cuts[index]!, cuts[index + 1]!];
    const id = pieces.ids.get(characters.slice(from, to).join(''));
    if (id === undefined) unknownFrom ??= from;
    if (unknownFrom !== undefined && (id !== undefined || to === characters.length)) {
      const behind = id === undefined ? to : from;
      add(pieces.unknown.id, starts[unknownFrom]!, ends[behind - 1]!);
      unknownFrom = undefined;
    }
    if (id !== undefined) add(id, starts[from]!, ends[to - 1]!);
  }
}

/** Where the pieces of the likeliest split begin, and the end: Viterbi's algorithm. */
function likeliestCuts({ ids, trie, scores, unknown }: Pieces, characters: readonly string[]): number[] {
  const best = new Float64Array(characters.length + 1).fill(-Infinity);
  const cutBefore = new Int32Array(characters.length + 1);
  best[0] = 0;
  const offer = (from: number, to: number, score: number) => {
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
      if (node.is_leaf) offer(from, to, scores[ids.get(piece)!]!);
      isKnown ||= to === from + 1 && node.is_leaf;
    }
    if (!isKnown) offer(from, from + 1, unknown.score);
  }
  const cuts = [characters.length];
  while (cuts.at(-1)! > 0) cuts.push(cutBefore[cuts.at(-1)!]!);
  return cuts.reverse();
}
