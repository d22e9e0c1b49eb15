import type { SideComparison, SideComparisonRequest } from '../../contracts/expectationRequests';
import { divergenceOf } from '../../core/expectation/jensenShannonDivergence';
import type { CausalModel } from '../generation/causalModel';
import type { Tokenizer } from '../tokens/tokenizer';
import { CausalWordSearch } from './causalWordSearch';
import { compareWords } from './wordsComparedFromBothSides';
import type { MaskedWords } from './maskedWordProbabilities';
import { spellingOf } from './ignoreCaseAndAccentsOfWords';
import { wordContextAt } from './wordAtCaret';

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
