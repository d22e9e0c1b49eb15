import type { Inference } from '../../contracts/inference';
import type { SentenceVectors } from '../../contracts/insidePageMessages';
import type { ModelWindow, TokenVectors } from '../../contracts/insideRequests';
import { MAX_WINDOW_TOKENS } from '../../core/attention/attentionWindowSize';
import { poolVectors } from '../../core/inside/averageTokenVectors';
import { tableOf } from '../../core/inside/vectorSimilarity';
import { sentencesIn } from '../../core/text/sentencesIn';
import { extentOf } from './keepComparisonInsideItsText';

/**
 * Reads each sentence of a window on its own, and averages the vectors of its tokens, special ones included. That is the
 * sentence's embedding (Reimers & Gurevych 2019): beside other sentences, its tokens would take on their meaning.
 *
 * @param read the tokens of the window
 * @param depth as InsideView has it
 */
export async function sentencesApart(
  inference: Inference,
  { model, text }: ModelWindow,
  read: TokenVectors,
  depth: number,
  signal: AbortSignal,
): Promise<SentenceVectors> {
  const spans = sentencesIn(text, extentOf(read));
  const { sentenceLength: windowTokens = MAX_WINDOW_TOKENS } = await inference.describe({ model }, signal);
  const means: Float32Array[] = [];
  for (const { start, end } of spans) {
    const sentence = { model, text: text.slice(start, end), focus: 0, windowTokens, layers: [depth] };
    const { pieces, vectors } = await inference.vectors(sentence, signal);
    means.push(poolVectors(tableOf(pieces.length, vectors[0]!), [[...pieces.keys()]]).values);
  }
  return {
    starts: Int32Array.from(spans, ({ start }) => start),
    ends: Int32Array.from(spans, ({ end }) => end),
    vectors: Float32Array.from(means.flatMap((mean) => [...mean])),
  };
}
