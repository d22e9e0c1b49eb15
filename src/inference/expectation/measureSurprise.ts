import type { Surprise, SurpriseRequest } from '../../contracts/expectation';
import { windowAround } from '../../core/tokens/contextWindow';
import { TOP_TOKENS } from '../../core/expectation/surpriseLevels';
import type { Tokenizer } from '../tokens/tokenizer';
import type { SurpriseReader } from './surpriseReader';
import { tokenTexts } from '../generation/tokenTexts';

/** What measures surprise: a causal model, and what it read last. */
export interface SurpriseModel {
  readonly reader: SurpriseReader;
  readonly tokenizer: Tokenizer;
  readonly contextLength: number;
}

/** With less than this to its left, no token of a longer text is measured: what it has to follow has fallen out. */
const LEAST_CONTEXT = 32;

/** How expected each token of the window around `focus` is, given the tokens of the window to its left. */
export async function measureSurprise(
  { reader, tokenizer, contextLength }: SurpriseModel,
  { text, focus }: SurpriseRequest,
  signal: AbortSignal,
): Promise<Surprise> {
  const tokens = tokenizer.encode(text);
  const { from, to } = windowAround(tokens, focus, contextLength - 1);
  const isWhole = from === 0;
  const first = isWhole ? 0 : Math.min(from + LEAST_CONTEXT, to);
  const ids = tokens.ids.subarray(from, to);
  // So every document of the training text began.
  const read = isWhole ? Int32Array.of(tokenizer.startOfText, ...ids) : ids;
  const scores = await reader.read(read, signal);
  const skipped = read.length - (to - first);
  return {
    starts: tokens.starts.slice(first, to),
    ends: tokens.ends.slice(first, to),
    bits: scores.bits.slice(skipped),
    ranks: scores.ranks.slice(skipped),
    likeliest: tokenTexts(tokenizer, scores.likeliest.subarray(skipped * TOP_TOKENS)),
    probabilities: scores.probabilities.slice(skipped * TOP_TOKENS),
    vocabulary: tokenizer.size,
    tokens: tokens.ids.length,
  };
}
