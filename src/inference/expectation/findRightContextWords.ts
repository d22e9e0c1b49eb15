import type { RightContextProgress, RightContextRequest, RightContextWords } from '../../contracts/expectationRequests';
import type { WordBits } from '../../core/expectation/needsRightContext';
import { surprisingWords } from '../../core/expectation/sumSurpriseOfWordTokens';
import type { Span } from '../../core/text/span';
import type { Turn } from '../requestScheduler';
import type { MaskedWords } from './maskedWordProbabilities';
import { measureSurprise, type SurpriseModel } from './measureSurprise';

/**
 * Measures the words around the focus that surprise a causal model again with a masked model, which sees both sides. The
 * most surprising words come first: they are the likeliest to be worth showing.
 */
export async function findRightContextWords(
  model: SurpriseModel,
  masked: MaskedWords,
  { causal, text, focus, minLeftBits, maxBothBits = Infinity, spans }: RightContextRequest,
  turn: Turn,
  onProgress: (progress: RightContextProgress) => void = () => undefined,
): Promise<RightContextWords> {
  const surprise = await measureSurprise(model, { model: causal, text, focus }, turn);
  const isRequested = (word: Span) => spans?.some((span) => word.start < span.end && span.start < word.end) ?? true;
  const surprising = surprisingWords(text, surprise)
    .filter((word) => word.bits >= minLeftBits && isRequested(word))
    .sort((a, b) => b.bits - a.bits);
  const words: WordBits[] = [];
  for (const [index, { start, end, bits: leftBits }] of surprising.entries()) {
    const bothBits = await masked.bits({ start, end }, maxBothBits);
    const isLeftOut = bothBits === undefined || bothBits > maxBothBits;
    const word = isLeftOut ? undefined : { start, end, leftBits, bothBits };
    if (word) words.push(word);
    onProgress({ share: (index + 1) / surprising.length, word });
  }
  words.sort((a, b) => a.start - b.start);
  const { starts, ends, totalTokens } = surprise;
  return { words, measured: { start: starts[0] ?? 0, end: ends.at(-1) ?? 0 }, totalTokens };
}
