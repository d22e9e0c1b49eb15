import type { RightContextWords, RightContextRequest } from '../../contracts/expectation';
import type { WordBits } from '../../core/expectation/rightContext';
import type { Span } from '../../core/text/span';
import { surprisingWords } from '../../core/expectation/surpriseLevels';
import { measureSurprise, type SurpriseModel } from './measureSurprise';
import type { Turn } from '../scheduler';
import type { MaskedWords } from './maskedWords';

/** The words around the focus that surprise from the left, each with what it takes when both sides are seen. */
export async function findRightContextWords(
  surprised: SurpriseModel,
  masked: MaskedWords,
  { causal, text, focus, minLeftBits, spans }: RightContextRequest,
  signal: AbortSignal,
  turn: Turn,
  onProgress: (share: number) => void = () => undefined,
): Promise<RightContextWords> {
  const found = await turn(() => measureSurprise(surprised, { model: causal, text, focus }, signal));
  const isWanted = (word: Span) => spans?.some((span) => word.start < span.end && span.start < word.end) ?? true;
  const surprising = surprisingWords(text, found).filter((word) => word.bits >= minLeftBits && isWanted(word));
  const words: WordBits[] = [];
  for (const [index, { start, end, bits: left }] of surprising.entries()) {
    const both = await masked.bits({ start, end });
    if (both !== undefined) words.push({ start, end, left, both });
    onProgress((index + 1) / surprising.length);
  }
  return { words, measured: found.bits.length, tokens: found.tokens };
}
