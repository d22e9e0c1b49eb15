import { answerAs } from '../answerSchema';
import type { ScoredToken, ScoreOptions } from '../engine';
import type { EngineHttp } from '../http/engineHttp';
import { GENERATING, SCORING } from '../http/patience';
import { unequalTokens } from '../refuseAnswer';
import { completionEvent, topOfPlace, type PlacedToken } from './llamaCompletion';

/** Tokens that one request forces: the grammar grows with them. */
const MAX_FORCED = 256;
/** How many tokens are listed to find one that cannot be forced; all, where it is not among the first. */
const LISTED = [2_000, 1_000_000];

/** What forcing needs to know of a vocabulary. */
export interface ForcedVocabulary {
  /** Whether a token is whole characters, and none that ends the text. */
  isPlain(id: number): boolean;
  /** Some token that is plain. */
  readonly plain: number;
}

/**
 * Scores tokens by letting llama-server generate just these: a grammar that allows nothing else leaves the raw log-probabilities as they
 * are. A token that is a part of a character cannot be forced so; there another one is forced, and its own log-probability is looked up
 * among those that are listed. What is before the tokens is read once (`cache_prompt`).
 */
export async function scoreByForcing(
  http: EngineHttp,
  ids: readonly number[],
  { from, top }: ScoreOptions,
  vocabulary: ForcedVocabulary,
  signal: AbortSignal,
): Promise<ScoredToken[]> {
  const scores: ScoredToken[] = [];
  let at = from;
  if (at === 0) {
    scores.push({ text: '', logProbability: undefined, top: [] });
    at = 1;
  }
  while (at < ids.length) {
    const run = runFrom(ids, at, vocabulary);
    if (run.length === 0) scores.push(await lookUp(http, ids.slice(0, at), ids[at]!, top, vocabulary.plain, signal));
    else for (const place of await force(http, ids.slice(0, at), run, top, signal)) scores.push(scoreOf(place, top));
    at += Math.max(1, run.length);
  }
  return scores;
}

function runFrom(ids: readonly number[], at: number, { isPlain }: ForcedVocabulary): readonly number[] {
  const most = ids.slice(at, at + MAX_FORCED);
  const end = most.findIndex((id) => !isPlain(id));
  return end < 0 ? most : most.slice(0, end);
}

/** The request that both ways share: the raw log-probabilities of what is generated. */
function requestFor(prompt: readonly number[], count: number, listed: number): object {
  return { prompt, n_predict: count, n_probs: listed, cache_prompt: true, post_sampling_probs: false, temperature: 0 };
}

async function force(
  http: EngineHttp,
  before: readonly number[],
  run: readonly number[],
  top: number,
  signal: AbortSignal,
): Promise<readonly PlacedToken[]> {
  const grammar = `root ::= ${run.map((id) => `<[${id}]>`).join(' ')}`;
  const body = { ...requestFor(before, run.length, Math.max(1, top)), grammar, stream: true };
  const places: PlacedToken[] = [];
  for await (const event of http.postForEvents('/completion', body, signal, GENERATING))
    places.push(...answerAs(completionEvent, event, http.host).completion_probabilities);
  const areForced = places.length === run.length && places.every(({ id }, index) => id === run[index]);
  if (!areForced) throw unequalTokens(http.host);
  return places;
}

async function lookUp(
  http: EngineHttp,
  before: readonly number[],
  wanted: number,
  top: number,
  forced: number,
  signal: AbortSignal,
): Promise<ScoredToken> {
  for (const listed of LISTED) {
    const body = { ...requestFor(before, 1, listed), logit_bias: [[forced, 1000]] };
    const answer = answerAs(completionEvent, await http.postJson('/completion', body, signal, SCORING), http.host);
    const [place] = answer.completion_probabilities;
    const own = place?.top_logprobs.find(({ id }) => id === wanted);
    if (place && own) return { text: own.token, logProbability: own.logprob, top: topOfPlace(place, top) };
  }
  throw unequalTokens(http.host);
}

function scoreOf(place: PlacedToken, top: number): ScoredToken {
  return { text: place.token, logProbability: place.logprob, top: topOfPlace(place, top) };
}
