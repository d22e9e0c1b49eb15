import * as v from 'valibot';
import { answerAs } from '../answerSchema';
import type { ScoredToken, ScoreOptions } from '../engine';
import type { EngineHttp } from '../http/engineHttp';
import { GENERATING, SCORING } from '../http/patience';
import { unequalTokens } from '../refuseAnswer';
import { completionEvent, topOfPlace, type PlacedToken } from './llamaCompletion';

/** Tokens that one request forces: the grammar grows with them. */
const MAX_FORCED = 256;
/** What is added to logits that are to be far above all others. */
const FORCING = 100;
/** How much further above a token is that is to be written. */
const LEAD = 40;

const weighed = v.object({
  completion_probabilities: v.array(
    v.object({ top_probs: v.array(v.object({ id: v.number(), token: v.string(), prob: v.number() })) }),
  ),
});

/** What forcing needs to know of a vocabulary. */
export interface ForcedVocabulary {
  /** Whether a token is whole characters, and none that ends the text. */
  isPlain(id: number): boolean;
  /** Some token that is plain. */
  readonly plain: number;
}

/**
 * Scores tokens by letting llama-server generate just these: a grammar that allows nothing else leaves the raw log-probabilities as they
 * are. A token that is a part of a character cannot be forced so; there another one is forced, and its log-probability is listed
 * beside that one, or comes from its odds against that one. What is before the tokens is read once (`cache_prompt`).
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
  const body = { ...requestFor(before, 1, Math.max(1, top)), logit_bias: [[forced, FORCING]] };
  const answer = answerAs(completionEvent, await http.postJson('/completion', body, signal, SCORING), http.host);
  const [place] = answer.completion_probabilities;
  if (place?.id !== forced) throw unequalTokens(http.host);
  const listed = place.top_logprobs.find(({ id }) => id === wanted);
  const own = listed ?? (await byOdds(http, before, wanted, place, signal));
  return { text: own.token, logProbability: own.logprob, top: topOfPlace(place, top) };
}

/**
 * The log-probability of a token from its odds against another one, whose own is known. Both get so much more weight than all others that
 * only they are left, and the other one more by `LEAD`, so that it is written.
 */
async function byOdds(
  http: EngineHttp,
  before: readonly number[],
  wanted: number,
  known: PlacedToken,
  signal: AbortSignal,
): Promise<Omit<PlacedToken, 'top_logprobs'>> {
  const body = {
    ...requestFor(before, 1, 2),
    logit_bias: [
      [known.id, FORCING + LEAD],
      [wanted, FORCING],
    ],
    post_sampling_probs: true,
    temperature: 1,
    samplers: ['temperature'],
  };
  const answer = answerAs(weighed, await http.postJson('/completion', body, signal, SCORING), http.host);
  const [place] = answer.completion_probabilities;
  const of = (wantedId: number) => place?.top_probs.find(({ id }) => id === wantedId);
  const [own, other] = [of(wanted), of(known.id)];
  if (!own || !other || own.prob <= 0) throw unequalTokens(http.host);
  const logprob = Math.min(0, Math.log(own.prob / other.prob) + LEAD + known.logprob);
  return { id: wanted, token: own.token, logprob };
}

function scoreOf(place: PlacedToken, top: number): ScoredToken {
  return { text: place.token, logProbability: place.logprob, top: topOfPlace(place, top) };
}
