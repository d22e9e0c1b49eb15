/** A token of a given text or one that could stand in its place; `log` is null where the engine gives no number. */
export interface ScoreToken {
  /** Its id or its text, as the engine names it. */
  readonly name: string;
  readonly log: number | null;
  /** What else the engine says of it. */
  readonly more: Readonly<Record<string, unknown>>;
}

/** What an engine says of one place of a text: of its own token first, then of others. */
export type ScorePlace = readonly ScoreToken[];

type Json = Record<string, unknown>;
type Change = (places: readonly ScorePlace[]) => readonly ScorePlace[];

/** Whether a request asks for scores of given tokens, rather than for new ones. */
export function asksForScores(body: string): boolean {
  return /"(prompt_logprobs|grammar|logit_bias)"|"echo":true/.test(body);
}

/** Changes the scores in an answer of vLLM, of OpenAI's completions or of llama-server, whose answer may come in events. */
export function changeScores(answer: string, requestBody: string, change: Change): string {
  if (answer.startsWith('data: ')) return changeEvents(answer, change);
  const json = JSON.parse(answer) as Json;
  const request = JSON.parse(requestBody) as { readonly prompt: readonly number[]; readonly prompt_logprobs?: number };
  const [choice] = (json['choices'] ?? []) as Json[];
  // vLLM answers `logprobs` in both forms.
  if (choice?.['prompt_logprobs'] && request.prompt_logprobs !== undefined)
    choice['prompt_logprobs'] = changeVllm(choice['prompt_logprobs'] as VllmPlace[], request.prompt, change);
  else if (choice?.['logprobs']) choice['logprobs'] = changeOpenAi(choice['logprobs'] as OpenAiScores, change);
  if (json['completion_probabilities'])
    json['completion_probabilities'] = changeLlama(json['completion_probabilities'] as LlamaPlace[], change);
  return JSON.stringify(json);
}

type VllmPlace = Readonly<Record<string, { readonly logprob: number }>> | null;

function changeVllm(places: readonly VllmPlace[], ids: readonly number[], change: Change): VllmPlace[] {
  const read = places.map((place, index) => {
    const own = String(ids[index]);
    if (!place) return [{ name: own, log: null, more: {} }];
    const tokens = Object.entries(place).map(([name, { logprob: log, ...more }]) => ({ name, log, more }));
    return ownFirst(tokens, own);
  });
  return change(read).map((place) =>
    place.length === 0 || place[0]!.log === null
      ? null
      : Object.fromEntries(place.map(({ name, log, more }) => [name, { ...more, logprob: log! }])),
  );
}

interface OpenAiScores {
  readonly tokens: readonly string[];
  readonly token_logprobs: readonly (number | null)[];
  readonly top_logprobs: readonly (Readonly<Record<string, number>> | null)[];
}

function changeOpenAi({ tokens, token_logprobs: logs, top_logprobs: tops, ...rest }: OpenAiScores, change: Change) {
  const places = tokens.map((name, index) => {
    const others = Object.entries(tops[index] ?? {}).filter(([other]) => other !== name);
    return [[name, logs[index] ?? null] as const, ...others].map(([each, log]) => ({ name: each, log, more: {} }));
  });
  const changed = change(places);
  const logOf = (place: ScorePlace) => place[0]?.log ?? null;
  const topOf = (place: ScorePlace) => Object.fromEntries(place.map(({ name, log }) => [name, log!]));
  return {
    ...rest,
    tokens: changed.map((place) => place[0]?.name ?? ''),
    token_logprobs: changed.map(logOf),
    top_logprobs: changed.map((place) => (logOf(place) === null ? null : topOf(place))),
  };
}

interface LlamaToken extends Json {
  readonly id: number;
  readonly logprob: number;
}
interface LlamaPlace extends LlamaToken {
  readonly top_logprobs: readonly LlamaToken[];
}

function changeLlama(places: readonly LlamaPlace[], change: Change): readonly Json[] {
  // Odds of two tokens, which only a score that another answer gives turns into a score.
  if (places.some((place) => !place.top_logprobs)) return places;
  // Its own token may be among the others once more.
  const read = places.map(({ top_logprobs: others, ...own }) =>
    [own, ...others].map(({ id, logprob: log, ...more }) => ({ name: String(id), log, more })),
  );
  const written = ({ name, log, more }: ScoreToken) => ({ ...more, id: Number(name), logprob: log });
  return change(read).flatMap((place) =>
    place.length === 0 ? [] : [{ ...written(place[0]!), top_logprobs: place.slice(1).map(written) }],
  );
}

/** Each event has the places that have come since the last one. */
function changeEvents(answer: string, change: Change): string {
  const events = answer
    .split('\n\n')
    .filter((event) => event !== '')
    .map((event) => JSON.parse(event.slice('data: '.length)) as Json);
  const placesOf = (event: Json) => (event['completion_probabilities'] ?? []) as LlamaPlace[];
  const left = [...changeLlama(events.flatMap(placesOf), change)];
  const last = events.findLastIndex((event) => placesOf(event).length > 0);
  const rewritten = events.map((event, index) => {
    const places = left.splice(0, index === last ? left.length : placesOf(event).length);
    return placesOf(event).length === 0 ? event : { ...event, completion_probabilities: places };
  });
  return rewritten.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');
}

function ownFirst(tokens: readonly ScoreToken[], name: string): ScoreToken[] {
  const own = tokens.find((token) => token.name === name);
  return own ? [own, ...tokens.filter((token) => token.name !== name)] : [...tokens];
}
