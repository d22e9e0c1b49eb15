import type { SideComparison, SideComparisonRequest } from '../../contracts/expectation';
import { windowAround } from '../../core/tokens/contextWindow';
import { divergenceOf } from '../../core/expectation/divergence';
import { sliceTokens, type Tokens } from '../../core/tokens/tokens';
import { wordsIn, type TokenizedWord } from '../../core/text/words';
import type { Writer } from '../generation/complete';
import type { Tokenizer } from '../tokens/tokenizer';
import { CausalWordSearch, LONGEST_WORD } from './causalWordSearch';
import type { MaskedWords } from './maskedWords';
import { spellingOf, type Spelling } from './vocabularySpelling';

/** How many of the words that each model expects most are compared. */
const WORDS = 12;

/** What is expected at the word at the focus, from its left and from both sides; null when there is none. */
export async function compareSides(
  writer: Writer,
  masked: MaskedWords,
  maskedTokenizer: Tokenizer,
  { text, focus }: SideComparisonRequest,
): Promise<SideComparison | null> {
  const place = placeOf(writer, text, focus);
  const both = place && (await masked.words(place.word));
  if (!both) return null;
  const { word, context, lead } = place;
  const left = new CausalWordSearch(writer.reader, writer.tokenizer, context, lead);
  const spelling = spellingOf(maskedTokenizer);
  const ownWord = text.slice(word.start, word.end);
  const own = spelling.fold(ownWord);

  const expected = await left.likeliest(WORDS);
  const signs = await left.signs();
  const likely = (of: ReadonlyMap<string, number>) => [...of].sort(([, a], [, b]) => b - a).slice(0, WORDS);
  const compared = new Set([own, ...expected.map((each) => spelling.fold(each.word))]);
  for (const [each] of [...likely(both), ...likely(signs)]) compared.add(each);

  const known = new Map<string, number>();
  // Other tokens can spell the same word.
  for (const { word: each, probability } of expected) known.set(each, (known.get(each) ?? 0) + probability);
  const rows: { word: string; left: number; both: number }[] = [];
  for (const each of compared) {
    const fromLeft = signs.get(each) ?? (await probabilityOf(each, ownWord, left, known, spelling));
    rows.push({ word: each, left: fromLeft, both: both.get(each) ?? NaN });
  }
  // Only what both can say is compared; the rest is one outcome.
  const shared = rows.filter((row) => !Number.isNaN(row.both));
  const divergence = divergenceOf(
    shared.map((row) => row.left),
    shared.map((row) => row.both),
  );
  const ofOwn = rows.find((row) => row.word === own)!;
  // A word of several tokens is none of the masked model's words, but its tokens have probabilities.
  if (Number.isNaN(ofOwn.both)) ofOwn.both = 2 ** -(await masked.bits(word))!;
  rows.sort((a, b) => Math.max(b.left, b.both || 0) - Math.max(a.left, a.both || 0));
  return {
    start: word.start,
    end: word.end,
    words: rows.map((row) => row.word),
    left: Float32Array.from(rows, (row) => row.left),
    both: Float32Array.from(rows, (row) => row.both),
    own: rows.indexOf(ofOwn),
    divergence,
  };
}

interface Place {
  readonly word: TokenizedWord;
  /** What the causal model reads to its left. */
  readonly context: Int32Array;
  /** What stands between them, as part of the word's first token: a space, or nothing. */
  readonly lead: string;
}

function placeOf({ tokenizer, contextLength }: Writer, text: string, focus: number): Place | undefined {
  const tokens = tokenizer.encode(text);
  const { from, to } = windowAround(tokens, focus, contextLength - 1);
  const window: Tokens = sliceTokens(tokens, from, to);
  const word = wordsIn(text, window.starts, window.ends).find(({ start, end }) => start <= focus && focus <= end);
  if (!word) return undefined;
  const first = word.tokens[0]!;
  const start = from === 0 ? [tokenizer.startOfText] : [];
  const context = Int32Array.of(...start, ...window.ids.subarray(0, first)).slice(LONGEST_WORD - contextLength);
  return { word, context, lead: text.slice(window.starts[first], word.start) };
}

/** Of a word in any spelling that the masked model does not tell apart. */
async function probabilityOf(
  word: string,
  own: string,
  left: CausalWordSearch,
  known: ReadonlyMap<string, number>,
  { fold, spellings }: Spelling,
): Promise<number> {
  const others = [own, ...known.keys()].filter((other) => fold(other) === word);
  let sum = 0;
  for (const spelled of new Set([...spellings(word), ...others])) {
    sum += known.get(spelled) ?? (await left.probability(spelled));
  }
  return sum;
}
