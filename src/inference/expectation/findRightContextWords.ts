import type { RightContextRequest, RightContextWords } from '../../contracts/expectationRequests';
import type { WordBits } from '../../core/expectation/needsRightContext';
import { surprisingWords } from '../../core/expectation/sumSurpriseOfWordTokens';
import type { Span } from '../../core/text/span';
import type { Turn } from '../requestScheduler';
import type { MaskedWords } from './maskedWordProbabilities';
import { measureSurprise, type SurpriseModel } from './measureSurprise';

/**
 * Measures the words around the focus that surprise a causal model again with a masked model, which sees both sides.
 */
export async function findRightContextWords(
  model: SurpriseModel,
  masked: MaskedWords,
  { causal, text, focus, minLeftBits, spans }: RightContextRequest,
  signal: AbortSignal,
  turn: Turn,
  onProgress: (share: number) => void = () => undefined,
): Promise<RightContextWords> {
  const surprise = await turn(() => measureSurprise(model, { model: causal, text, focus }, signal));
  const isRequested = (word: Span) => spans?.some((span) => word.start < span.end && span.start < word.end) ?? true;
  const surprising = surprisingWords(text, surprise).filter((word) => word.bits >= minLeftBits && isRequested(word));
  const words: WordBits[] = [];
  for (const [index, { start, end, bits: leftBits }] of surprising.entries()) {
    const bothBits = await masked.bits({ start, end });
    if (bothBits !== undefined) words.push({ start, end, leftBits, bothBits });
    onProgress((index + 1) / surprising.length);
  }
  return { words, measuredTokens: surprise.bits.length, totalTokens: surprise.totalTokens };
}
