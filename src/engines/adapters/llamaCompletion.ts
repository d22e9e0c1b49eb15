import * as v from 'valibot';
import { logProbability } from '../answerSchema';
import type { GeneratedToken, TopToken } from '../engine';
import { EngineError } from '../engineError';
import { likeliestFirst } from '../likeliestFirst';

const token = v.object({ id: v.number(), token: v.string(), logprob: logProbability });
const placed = v.object({ ...token.entries, top_logprobs: v.optional(v.array(token), []) });

/** An event of llama-server's /completion, or its whole answer. */
export const completionEvent = v.object({
  content: v.string(),
  completion_probabilities: v.optional(v.array(placed), []),
  /** Only in the last one. */
  model: v.optional(v.string()),
});

export type CompletionEvent = v.InferOutput<typeof completionEvent>;
export type PlacedToken = v.InferOutput<typeof placed>;

/** The likeliest tokens of one place, likeliest first. */
export function topOfPlace({ top_logprobs: top }: PlacedToken, most: number): TopToken[] {
  return likeliestFirst(
    top.map(({ token: text, logprob }) => ({ text, logProbability: logprob })),
    most,
  );
}

/** An event has the tokens of one whole character, mostly one. */
export function tokensOfEvent({ content, completion_probabilities: places }: CompletionEvent): GeneratedToken[] {
  if (places.length === 0) return content === '' ? [] : [{ text: content, logProbability: undefined, top: [] }];
  const areTexts = places.map((place) => place.token).join('') === content;
  return places.map((place, index) => ({
    text: areTexts ? place.token : index === places.length - 1 ? content : '',
    logProbability: place.logprob,
    top: topOfPlace(place, Infinity),
  }));
}

/** Throws when another model answers than was connected: llama-server ignores the name of a model. */
export function refuseOtherModel({ model }: CompletionEvent, expected: string, host: string): void {
  if (model === undefined || model === expected) return;
  throw new EngineError(
    'model',
    `${host} answers with ${model} now, no longer with ${expected}. It is connected anew.`,
  );
}
