import type { Engine, EnginePrompt, TopToken } from '../engine';
import { unequalTokens } from '../refuseAnswer';
import { topBehind } from './topMemory';

/** What an engine's model predicts behind a prompt. */
export interface ReadingThere {
  /** −log₂ of the probability of each token of each answer [answers][tokens]. */
  readonly bits: readonly Float32Array[];
  /** The listed tokens before each token of the first answer, or of the next token without answers [places]. */
  readonly tops: readonly (readonly TopToken[])[];
}

/** Reads a prompt with each of its answers, one request for each, or asks for the next token where there are none. */
export async function readThere(
  engine: Engine,
  prompt: EnginePrompt,
  answers: readonly EnginePrompt[],
  signal: AbortSignal,
): Promise<ReadingThere> {
  const bits: Float32Array[] = [];
  let tops: ReadingThere['tops'] | undefined;
  for (const answer of answers) {
    const scores = answer.length === 0 ? [] : await scoresOf(engine, prompt, answer, signal);
    bits.push(Float32Array.from(scores, ({ logProbability }) => -logProbability! / Math.LN2));
    tops ??= scores.map(({ top }) => top);
  }
  return { bits, tops: tops ?? [await topBehind(engine, prompt, signal)] };
}

async function scoresOf(engine: Engine, prompt: EnginePrompt, answer: EnginePrompt, signal: AbortSignal) {
  const whole =
    typeof prompt === 'string' ? `${prompt}${answer as string}` : [...prompt, ...(answer as readonly number[])];
  const { topTokens: top } = engine.info.abilities;
  const scores = await engine.score(whole, { from: prompt.length, top }, signal);
  const areAll = typeof answer === 'string' ? scores.length > 0 : scores.length === answer.length;
  if (!areAll || scores.some(({ logProbability }) => logProbability === undefined))
    throw unequalTokens(new URL(engine.info.address).host);
  return scores;
}
