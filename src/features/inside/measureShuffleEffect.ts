import type { Inference } from '../../contracts/inference';
import type { ModelWindow, TokenVectors } from '../../contracts/insideRequests';
import type { ShuffleEffect } from '../../contracts/insidePageMessages';
import { unitsIn } from '../../core/attention/mapRowsOfCaretAndSelection';
import { sentenceAround } from '../../core/expectation/sentenceAtCaret';
import { layersOf } from '../../core/attention/attentionParts';
import type { ModelSpec } from '../../core/models/modelSpec';
import { shuffleWords } from '../../core/inside/shuffleWords';
import { poolVectors } from '../../core/inside/averageTokenVectors';
import { similarity, tableOf, vectorAt } from '../../core/inside/vectorSimilarity';
import { shift, type Span } from '../../core/text/span';
import { extentOf } from './keepComparisonInsideItsText';

/** Measures how shuffling the words of the sentence at the focus changes the vector of each word, in every layer. */
export async function shuffleEffect(
  inference: Inference,
  window: ModelWindow,
  spec: ModelSpec,
  random: () => number,
  signal: AbortSignal,
): Promise<ShuffleEffect> {
  const { text, focus } = window;
  const sentence = sentenceAround(text, focus);
  const shuffled = shuffleWords(text, sentence, random);
  const layers = Array.from({ length: layersOf(spec, 'encoder') + 1 }, (_, layer) => layer);
  // A moved word can have other tokens, which would move the window. So both texts are cut to the same part first.
  const part = extentOf(await inference.vectors({ ...window, layers: [0] }, signal));
  const request = (whole: string) => ({ ...window, text: whole.slice(part.start, part.end), focus: 0, layers });
  const before = await inference.vectors(request(text), signal);
  const after = await inference.vectors(request(shuffled.text), signal);
  const words = shuffled.words
    .map((spans) => ({
      text: text.slice(spans.before.start, spans.before.end),
      before: tokensOf(before, shift(spans.before, -part.start)),
      after: tokensOf(after, shift(spans.after, -part.start)),
    }))
    .filter((word) => word.before.length > 0 && word.after.length > 0);
  if (words.length < 2) throw new Error(NO_SENTENCE);
  return {
    words: words.map((word) => word.text),
    sentence: shuffled.text.slice(sentence.start, sentence.end),
    cosines: Float32Array.from(
      layers.flatMap((layer) => words.map((word) => cosineOf(before, word.before, after, word.after, layer))),
    ),
  };
}

const NO_SENTENCE = 'The caret is in no sentence of two words or more. Put it into one, and shuffle again.';

function tokensOf(vectors: TokenVectors, { start, end }: Span): number[] {
  return unitsIn(vectors, start, end);
}

/** Cosine of a word's mean vectors in two texts; NaN when its tokens differ. */
function cosineOf(
  before: TokenVectors,
  tokensBefore: readonly number[],
  after: TokenVectors,
  tokensAfter: readonly number[],
  layer: number,
): number {
  if (spellingOf(before, tokensBefore) !== spellingOf(after, tokensAfter)) return NaN;
  return similarity(meanOf(before, tokensBefore, layer), meanOf(after, tokensAfter, layer), 'cosine');
}

function spellingOf({ pieces }: TokenVectors, tokens: readonly number[]): string {
  return tokens.map((token) => pieces[token]).join('|');
}

function meanOf({ pieces, vectors }: TokenVectors, tokens: readonly number[], layer: number): Float32Array {
  return vectorAt(poolVectors(tableOf(pieces.length, vectors[layer]!), [tokens]), 0);
}
