import type { Surprise, SurpriseRequest } from '../../contracts/expectationRequests';
import { firstMeasuredToken } from '../../core/expectation/skipTokensWithoutContext';
import { TOP_TOKENS } from '../../core/expectation/howManyLikeliestTokens';
import { windowAround } from '../../core/tokens/centreWindowOnCaret';
import type { Engine, ScoredToken } from '../engine';
import { placePieces } from '../spansOfPieces';
import { contextLengthOf } from './contextLengthOf';
import { refuseUntestedScores } from './refuseUntestedScores';
import type { ScoreMemory } from './scoreMemory';
import { entropyFromTop, listed } from './topAtPlace';

/** Tokens that were scored, and where they stand. */
interface Measured {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly scores: readonly ScoredToken[];
  readonly totalTokens: number;
}

/**
 * Measures the surprise of each token around the focus, given those before it. The first token of a text has nothing before it and is
 * left out. Entropies are estimated, and a rank beyond the listed tokens is the least that it can be, unless the engine says it.
 */
export async function measureSurpriseThere(
  engine: Engine,
  { text, focus }: SurpriseRequest,
  memory: ScoreMemory,
  signal: AbortSignal,
): Promise<Surprise> {
  refuseUntestedScores(engine.info);
  const measured =
    text === ''
      ? { starts: new Uint32Array(0), ends: new Uint32Array(0), scores: [], totalTokens: 0 }
      : engine.scoresTokens
        ? await scoreTokens(engine, text, focus, memory, signal)
        : await scoreText(engine, text, signal);
  const { scores } = measured;
  const tops = scores.map(({ top }) => listed(top));
  const probabilities = new Float32Array(scores.length * TOP_TOKENS);
  tops.forEach((top, index) => probabilities.set(top.probabilities, index * TOP_TOKENS));
  return {
    starts: measured.starts,
    ends: measured.ends,
    bits: Float32Array.from(scores, ({ logProbability }) => Math.max(0, -logProbability!) / Math.LN2),
    entropies: Float32Array.from(scores, ({ top }) => entropyFromTop(top)),
    ranks: Int32Array.from(scores, rankOf),
    likeliest: tops.flatMap((top) => top.likeliest),
    probabilities,
    totalTokens: measured.totalTokens,
  };
}

async function scoreTokens(
  engine: Engine,
  text: string,
  focus: number,
  memory: ScoreMemory,
  signal: AbortSignal,
): Promise<Measured> {
  const { host } = new URL(engine.info.address);
  const placed = placePieces(text, await engine.tokenize(text, signal), host);
  const tokens = { ...placed, specialTokens: 0 };
  const room = contextLengthOf(engine.info) - 1;
  const read = windowAround(tokens, focus, room);
  const wanted = windowAround(tokens, focus, Math.min(engine.scoresAtOnce, room));
  const to = Math.min(read.to, wanted.to);
  // The first token of all has nothing before it.
  const first = Math.max(1, placed.special, wanted.from, firstMeasuredToken(read.from, to));
  const ids = [...placed.ids.subarray(read.from, to)];
  const scores = first < to ? await memory.scoresOf(engine, ids, first - read.from, signal) : [];
  return {
    starts: placed.starts.slice(first, to),
    ends: placed.ends.slice(first, to),
    scores,
    totalTokens: placed.ids.length - placed.special,
  };
}

/** For engines that divide the text themselves: all of it is read. */
async function scoreText(engine: Engine, text: string, signal: AbortSignal): Promise<Measured> {
  const all = await engine.score(text, { from: 0, top: engine.info.abilities.topTokens }, signal);
  const ends = new Uint32Array(all.length);
  all.forEach((token, index) => (ends[index] = (ends[index - 1] ?? 0) + token.text.length));
  const starts = ends.map((_, index) => ends[index - 1] ?? 0);
  const first = all.findIndex(({ logProbability }) => logProbability !== undefined);
  const from = first < 0 ? all.length : first;
  return { starts: starts.slice(from), ends: ends.slice(from), scores: all.slice(from), totalTokens: all.length };
}

function rankOf({ logProbability, rank, top }: ScoredToken): number {
  return rank ?? 1 + top.filter((other) => other.logProbability > logProbability!).length;
}
