import type { HindsightFound, HindsightRequest } from '../../contracts/inference';
import type { Hindsight } from '../../core/hindsight';
import type { Span } from '../../core/span';
import { surprisingWords } from '../../core/surprise';
import { surprise, type Surprised } from '../generation/surprise';
import type { Turn } from '../lane';
import type { MaskedWords } from './maskedWords';

/** The words around the focus that surprise from the left, each with what it takes when both sides are seen. */
export async function hindsight(
  surprised: Surprised,
  masked: MaskedWords,
  { causal, text, focus, least, spans }: HindsightRequest,
  signal: AbortSignal,
  turn: Turn,
  onProgress: (share: number) => void = () => undefined,
): Promise<HindsightFound> {
  const found = await turn(() => surprise(surprised, { model: causal, text, focus }, signal));
  const isWanted = (word: Span) => spans?.some((span) => word.start < span.end && span.start < word.end) ?? true;
  const surprising = surprisingWords(text, found).filter((word) => word.bits >= least && isWanted(word));
  const words: Hindsight[] = [];
  for (const [index, { start, end, bits: left }] of surprising.entries()) {
    const both = await masked.bits({ start, end });
    if (both !== undefined) words.push({ start, end, left, both });
    onProgress((index + 1) / surprising.length);
  }
  return { words, measured: found.bits.length, tokens: found.tokens };
}
