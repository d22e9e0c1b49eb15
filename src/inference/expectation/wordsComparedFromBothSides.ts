import type { CausalWordSearch } from './causalWordSearch';
import type { Spelling } from './ignoreCaseAndAccentsOfWords';

/** How many of each model's likeliest words are compared. */
const WORDS_PER_MODEL = 12;

/** A word and its probability from the left and from both sides; NaN when the masked model has no such word. */
export interface ComparedWord {
  readonly word: string;
  readonly left: number;
  both: number;
}

/**
 * Probabilities of the actual word and of the likeliest words and punctuation of both models.
 *
 * @param both the masked model's probabilities, by words as its vocabulary folds them
 */
export async function compareWords(
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
