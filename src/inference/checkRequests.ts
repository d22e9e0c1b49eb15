import type { Inference } from '../contracts/inference';
import { MAX_ALTERNATIVES } from '../core/completion/suggestionText';
import { ATTENTION_PARTS } from '../core/attention/attentionSelection';
import { MAX_SUGGESTION_TOKENS, type SuggestionLength } from '../core/completion/stopRules';

/** The path of what is wrong in a value that stands at `path`; undefined when all is right. */
type Check = (value: unknown, path: string) => string | undefined;

/** Far above what the product asks for, and little enough to be answered. */
const MOST_WINDOW = 2048;
const MOST_WRITTEN = 2048;
const MOST_MODELS = 16;
const MOST_LOOKS = 1024;

const text = is((value) => typeof value === 'string');
const whole = (least: number, most = Number.MAX_SAFE_INTEGER) =>
  is((value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most);
const number = (least: number, most: number) =>
  is((value) => typeof value === 'number' && value >= least && value <= most);
const among = (...values: readonly unknown[]) => is((value) => values.includes(value));
const either =
  (...checks: readonly Check[]): Check =>
  (value, path) =>
    checks.some((check) => check(value, path) === undefined) ? undefined : path;
const absent = among(undefined);

const span = shape({ start: whole(0), end: whole(0) });
const length = among(...(Object.keys(MAX_SUGGESTION_TOKENS) as SuggestionLength[]));
const layer = either(whole(0), among('mean', 'max', 'rollout'));
const head = either(whole(0), among('mean', 'max'));
const models = list(text, 1, MOST_MODELS);
const window = {
  models,
  text,
  focus: whole(0),
  windowTokens: whole(1, MOST_WINDOW),
  part: among(undefined, ...ATTENTION_PARTS),
};
const sides = { causal: text, masked: text, text, focus: whole(0) };
const modelWindow = { model: text, text, focus: whole(0), windowTokens: whole(1, MOST_WINDOW) };
const limit = either(whole(1), among(Infinity), absent);

const REQUESTS: Readonly<Record<keyof Inference, Check>> = {
  complete: shape({
    model: text,
    left: text,
    right: text,
    length,
    confidence: number(0, 1),
    sampling: shape({ temperature: number(0, 100), topK: whole(1), topP: number(0, 1) }),
    alternatives: whole(1, MAX_ALTERNATIVES),
    mayFallBack: among(undefined, true, false),
  }),
  describe: shape({ model: text }),
  release: shape({ model: text }),
  rewrite: shape({ model: text, text, mostTokens: whole(1, MOST_WRITTEN) }),
  visibleContext: shape({ model: text, left: text, length }),
  surprise: shape({ model: text, text, focus: whole(0) }),
  compareSides: shape(sides),
  rightContextWords: shape({ ...sides, minLeftBits: number(0, Number.MAX_VALUE), spans: either(absent, list(span)) }),
  influence: shape({ model: text, text, start: whole(0), end: whole(0), answer: text }),
  nextToken: shape({ model: text, left: text }),
  vectors: shape({ ...modelWindow, layers: list(whole(0), 1, MOST_LOOKS) }),
  attentionSteps: shape({ ...modelWindow, layer: whole(0), head: whole(0), row: either(whole(0), absent) }),
  positionEncodings: shape({ model: text }),
  tokenize: shape({ model: text, text }),
  count: shape({
    document: text,
    base: either(whole(0), absent),
    version: whole(0),
    changes: list(shape({ offset: whole(0), length: whole(0), text })),
    length: whole(0),
    counters: list(shape({ model: text, limit }), 1),
    spans: list(span),
  }),
  forget: shape({ document: text }),
  trim: shape({
    model: text,
    text,
    limit: whole(Number.MIN_SAFE_INTEGER),
    keep: among('start', 'end', 'middle', 'both ends'),
    boundary: among('token', 'word', 'sentence'),
  }),
  split: shape({
    model: text,
    text,
    // One that leaves no room is refused with the reason.
    limit: whole(Number.MIN_SAFE_INTEGER),
    overlap: shape({ count: whole(0), unit: among('tokens', 'sentences') }),
  }),
  attend: shape({ ...window, selections: list(shape({ model: text, layer, head }), 0, MOST_LOOKS) }),
  surveyHeads: shape(window),
};

/** The same, but a request that is not as the contract says is refused before anything is made of it. */
export function checkRequests(inference: Inference): Inference {
  const methods = Object.entries(inference).map(([method, answer]) => {
    const ask = answer as (request: unknown, ...others: unknown[]) => Promise<unknown>;
    return [
      method,
      async (request: unknown, ...others: unknown[]) => {
        checkRequest(method as keyof Inference, request);
        return ask(request, ...others);
      },
    ];
  });
  return Object.fromEntries(methods) as Inference;
}

/** Throws an Error that names what is wrong. */
function checkRequest(method: keyof Inference, request: unknown): void {
  const wrong = REQUESTS[method](request, method);
  if (wrong === undefined) return;
  throw new Error(
    `The models were asked in a way that they do not understand: ${wrong} is not as it should be. Run “Left Context: ` +
      'Restart Models”, and report it if it comes again.',
  );
}

function is(holds: (value: unknown) => boolean): Check {
  return (value, path) => (holds(value) ? undefined : path);
}

function list(entry: Check, least = 0, most = Infinity): Check {
  return (value, path) => {
    if (!Array.isArray(value) || value.length < least || value.length > most) return path;
    for (let index = 0; index < value.length; index++) {
      const wrong = entry(value[index], `${path}[${index}]`);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  };
}

function shape(fields: Readonly<Record<string, Check>>): Check {
  return (value, path) => {
    if (typeof value !== 'object' || value === null) return path;
    for (const [name, check] of Object.entries(fields)) {
      const wrong = check((value as Readonly<Record<string, unknown>>)[name], `${path}.${name}`);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  };
}
