import type { SideComparison, SideComparisonRequest } from '../../contracts/expectationRequests';
import { divergenceOf } from '../../core/expectation/jensenShannonDivergence';
import { wordsIn, type TokenizedWord } from '../../core/text/groupTokensIntoWords';
import { windowAround } from '../../core/tokens/contextWindow';
import { sliceTokens } from '../../core/tokens/tokenSpans';
import type { CausalModel } from '../generation/causalModel';
import type { Tokenizer } from '../tokens/tokenizer';
import { CausalWordSearch, MAX_WORD_TOKENS } from './causalWordSearch';
import type { MaskedWords } from './maskedWordProbabilities';
import { spellingOf, type Spelling } from './vocabularySpelling';

/** How many of each model's likeliest words are compared. */
const WORDS_PER_MODEL = 12;

/** A word and its probability from the left and from both sides; NaN when the masked model has no such word. */
interface ComparedWord {
  readonly word: string;
  readonly left: number;
  both: number;
}

/** Compares what a causal and a masked model predict for the word at the focus. Null when there is no word. */
export async function compareSides(
  model: CausalModel,
  masked: MaskedWords,
  maskedTokenizer: Tokenizer,
  { text, focus }: SideComparisonRequest,
): Promise<SideComparison | null> {
  const place = wordContextAt(model, text, focus);
  const both = place && (await masked.words(place.word));
  if (!both) return null;
  const { word, context, lead } = place;
  const left = new CausalWordSearch(model.reader, model.tokenizer, context, lead);
  const spelling = spellingOf(maskedTokenizer);
  const actual = text.slice(word.start, word.end);
  const rows = await compareWords(actual, left, both, spelling);

  // Only words that both models know are compared; all others together are one more outcome.
  const shared = rows.filter((row) => !Number.isNaN(row.both));
  const divergence = divergenceOf(
    shared.map((row) => row.left),
    shared.map((row) => row.both),
  );
  const own = rows.find((row) => row.word === spelling.fold(actual))!;
  // A word of several tokens is not in the masked model's vocabulary, but its tokens have probabilities.
  if (Number.isNaN(own.both)) own.both = 2 ** -(await masked.bits(word))!;
  rows.sort((a, b) => Math.max(b.left, b.both || 0) - Math.max(a.left, a.both || 0));
  return {
    start: word.start,
    end: word.end,
    words: rows.map((row) => row.word),
    leftProbabilities: Float32Array.from(rows, (row) => row.left),
    bothProbabilities: Float32Array.from(rows, (row) => row.both),
    actual: rows.indexOf(own),
    divergence,
  };
}

/**
 * Probabilities of the actual word and of the likeliest words and punctuation of both models.
 *
 * @param both the masked model's probabilities, by words as its vocabulary folds them
 */
async function compareWords(
  actual: string,
  left: CausalWordSearch,
  both: ReadonlyMap<string, number>,
  spelling: Spelling,
): Promise<ComparedWord[]> {
  const likeliest = await left.likeliest(WORDS_PER_MODEL);
  const punctuation = await left.punctuation();
  const compared = new Set([spelling.fold(actual), ...likeliest.map(({ word }) => spelling.fold(word))]);
  for (const word of [...likeliestOf(both), ...likeliestOf(punctuation)]) compared.add(word);

  const fromLeft = new Map<string, number>();
  // Different tokens can spell the same word.
  for (const { word, probability } of likeliest) fromLeft.set(word, (fromLeft.get(word) ?? 0) + probability);
  const rows: ComparedWord[] = [];
  for (const word of compared) {
    const probability = punctuation.get(word) ?? (await foldedProbability(word, actual, left, fromLeft, spelling));
    rows.push({ word, left: probability, both: both.get(word) ?? NaN });
  }
  return rows;
}

function likeliestOf(probabilities: ReadonlyMap<string, number>): string[] {
  const sorted = [...probabilities].sort(([, a], [, b]) => b - a).slice(0, WORDS_PER_MODEL);
  return sorted.map(([word]) => word);
}

/** A word and its left context as the causal model reads it. */
interface WordContext {
  readonly word: TokenizedWord;
  /** Ids of the left context. */
  readonly context: Int32Array;
  /** Text between the context and the word, which belongs to the word's first token: a space, or nothing. */
  readonly lead: string;
}

/** The word that touches the focus; undefined when there is none. */
function wordContextAt(
  { tokenizer, contextLength }: CausalModel,
  text: string,
  focus: number,
): WordContext | undefined {
  const tokens = tokenizer.encode(text);
  const { from, to } = windowAround(tokens, focus, contextLength - 1);
  const window = sliceTokens(tokens, from, to);
  const word = wordsIn(text, window.starts, window.ends).find(({ start, end }) => start <= focus && focus <= end);
  if (!word) return undefined;
  const first = word.tokens[0]!;
  const start = from === 0 ? [tokenizer.startOfText] : [];
  const context = Int32Array.of(...start, ...window.ids.subarray(0, first)).slice(MAX_WORD_TOKENS - contextLength);
  return { word, context, lead: text.slice(window.starts[first], word.start) };
}

/**
 * Probability from the left of all spellings that the masked model's vocabulary folds to `word`.
 *
 * @param fromLeft probabilities that the search has found already
 */
async function foldedProbability(
  word: string,
  actual: string,
  left: CausalWordSearch,
  fromLeft: ReadonlyMap<string, number>,
  { fold, spellings }: Spelling,
): Promise<number> {
  const others = [actual, ...fromLeft.keys()].filter((other) => fold(other) === word);
  let sum = 0;
  for (const spelling of new Set([...spellings(word), ...others])) {
    sum += fromLeft.get(spelling) ?? (await left.probability(spelling));
  }
  return sum;
}
