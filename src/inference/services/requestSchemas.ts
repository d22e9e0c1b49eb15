import * as v from 'valibot';
import type { MapSelection } from '../../contracts/attentionRequests';
import type { LearntDocument, LearntPassage } from '../../contracts/completionRequests';
import type { Inference } from '../../contracts/inference';
import { optional } from '../../contracts/fieldsOfPageMessages';
import type { WantedReading } from '../../contracts/sentenceRequests';
import type { Counter } from '../../contracts/tokenRequests';
import { ATTENTION_PARTS } from '../../core/attention/attentionParts';
import type { Sampling } from '../../core/completion/temperatureTopKAndTopP';
import { MAX_SUGGESTION_TOKENS } from '../../core/completion/maxSuggestionTokens';
import { SUGGESTION_LEVELS, type SuggestionLevel } from '../../core/completion/suggestionLevels';
import type { SuggestionLength } from '../../core/completion/suggestionStopRules';
import { MAX_ALTERNATIVES } from '../../core/completion/maxAlternatives';
import type { ChatMessage } from '../../core/prompts/chatMessages';
import type { Edit } from '../../core/text/textEdit';
import type { Span } from '../../core/text/span';
import type { SplitOptions } from '../../core/tokens/splitIntoSegments';
import {
  MAX_ANSWERS,
  MAX_GENERATED_TOKENS,
  MAX_MODELS,
  MAX_SELECTIONS,
  MAX_VARIANTS,
  MAX_WINDOW_TOKENS,
} from './requestLimits';

/** A schema whose messages say what a value may be: they go on from “… must be”. */
type Schema<Value> = v.GenericSchema<unknown, Value>;

/** A schema for every field of `Fields`, optional ones too: nothing unchecked reaches the models. */
type Entries<Fields> = { readonly [Name in keyof Fields]-?: Schema<Fields[Name]> };

const text = v.string('a string');
const offset = wholeNumber(0);
const WAYS_TO_READ: readonly WantedReading[] = ['automatic', 'plain text'];
const lengths = Object.keys(MAX_SUGGESTION_TOKENS) as SuggestionLength[];
const levels = Object.keys(SUGGESTION_LEVELS) as SuggestionLevel[];
const span = object<Span>({ start: offset, end: offset });
const onlyModel = { model: text };
const sides = { causal: text, masked: text, text, focus: offset };
const windowTokens = wholeNumber(1, MAX_WINDOW_TOKENS);
const modelWindow = { model: text, text, focus: offset, windowTokens };
const attentionWindow = {
  models: list(text, 1, MAX_MODELS),
  text,
  focus: offset,
  windowTokens,
  part: optional(oneOf(ATTENTION_PARTS)),
};

const learntDocument = object<LearntDocument>({
  name: text,
  passages: list(object<LearntPassage>({ text, line: offset })),
});

const completion = {
  model: text,
  left: text,
  right: text,
  length: oneOf(lengths),
  level: optional(oneOf(levels)),
  confidence: number(0, 1),
  sampling: object<Sampling>({ temperature: number(0, 100), topK: wholeNumber(1), topP: number(0, 1) }),
  document: optional(text),
  alternatives: wholeNumber(1, MAX_ALTERNATIVES),
  mayFallBack: optional(v.boolean('true or false')),
};

/** The fields of each method's request. */
const FIELDS: { readonly [Method in keyof Inference]: Entries<Parameters<Inference[Method]>[0]> } = {
  complete: completion,
  readAhead: completion,
  learn: { documents: list(learntDocument), keeps: optional(list(text)) },
  describe: onlyModel,
  memoryNeed: onlyModel,
  makeModel: { gguf: text, folder: text },
  release: onlyModel,
  rewrite: { model: text, text, maxTokens: wholeNumber(1, MAX_GENERATED_TOKENS) },
  visibleContext: { model: text, left: text, length: oneOf(lengths) },
  surprise: { model: text, text, focus: offset },
  compareSides: sides,
  rightContextWords: {
    ...sides,
    minLeftBits: number(0, Number.MAX_VALUE),
    maxBothBits: optional(number(0, Number.MAX_VALUE)),
    spans: optional(list(span)),
  },
  influence: { model: text, text, start: offset, end: offset, answer: text },
  sentenceEffects: {
    model: text,
    text,
    parts: list(span, 1),
    wanted: optional(list(offset)),
    answers: list(text, 0, MAX_ANSWERS),
    through: oneOf(WAYS_TO_READ),
  },
  variantEffects: {
    model: text,
    text,
    variants: list(text, 0, MAX_VARIANTS),
    answers: list(text, 0, MAX_ANSWERS),
    through: oneOf(WAYS_TO_READ),
  },
  answers: {
    model: text,
    text,
    through: oneOf(WAYS_TO_READ),
    count: wholeNumber(1, MAX_ANSWERS),
    maxTokens: wholeNumber(1, MAX_GENERATED_TOKENS),
  },
  nextToken: { model: text, left: text },
  vectors: { ...modelWindow, layers: list(wholeNumber(0), 1, MAX_SELECTIONS) },
  attentionSteps: {
    ...modelWindow,
    layer: wholeNumber(0),
    head: wholeNumber(0),
    row: optional(wholeNumber(0)),
  },
  positionEncodings: onlyModel,
  tokenize: { model: text, text },
  count: {
    document: text,
    baseVersion: optional(wholeNumber(0)),
    version: wholeNumber(0),
    changes: list(object<Edit>({ offset, length: wholeNumber(0), text })),
    length: wholeNumber(0),
    counters: list(object<Counter>({ model: text, limit: optional(wholeNumberOr(1, [Infinity])) }), 1),
    spans: list(span),
  },
  countMessages: { model: text, messages: list(object<ChatMessage>({ role: text, content: text }), 1) },
  forget: { document: text },
  // trim and split explain themselves why a limit leaves no room, so theirs may be negative.
  trim: {
    model: text,
    text,
    limit: wholeNumber(),
    keep: oneOf(['start', 'end', 'middle', 'both ends']),
    boundary: oneOf(['token', 'word', 'sentence']),
  },
  split: {
    model: text,
    text,
    limit: wholeNumber(),
    overlap: object<SplitOptions['overlap']>({ count: wholeNumber(0), unit: oneOf(['tokens', 'sentences']) }),
  },
  attend: {
    ...attentionWindow,
    selections: list(
      object<MapSelection>({
        model: text,
        layer: wholeNumberOr(0, ['mean', 'max', 'rollout']),
        head: wholeNumberOr(0, ['mean', 'max']),
      }),
      0,
      MAX_SELECTIONS,
    ),
  },
  surveyHeads: attentionWindow,
};

/** A schema for the request of each method. */
export const REQUESTS = Object.fromEntries(
  Object.entries(FIELDS).map(([method, fields]) => [method, object<object>(fields)]),
) as Readonly<Record<keyof Inference, Schema<object>>>;

/** An object; a missing field is refused with the message for undefined. */
function object<Fields>(entries: Entries<Fields>): Schema<Fields> {
  const schemas: Readonly<Record<string, Schema<unknown>>> = entries;
  const schema = v.object(schemas, ({ path }) => {
    const missing = path && schemas[String(path[0].key)];
    return (missing && v.safeParse(missing, undefined).issues?.[0].message) ?? 'an object';
  });
  // valibot cannot infer the output of entries that are generic; Entries<Fields> has checked each of them.
  return schema as unknown as Schema<Fields>;
}

function list<Entry>(entry: Schema<Entry>, least = 0, most = Infinity): Schema<Entry[]> {
  const bounds = most === Infinity ? `${least} or more` : `${least} to ${most}`;
  const message = `a list of ${bounds} entries`;
  return v.pipe(v.array(entry, message), v.minLength(least, message), v.maxLength(most, message));
}

function oneOf<const Option extends string>(options: readonly Option[]): Schema<Option> {
  return v.picklist(options, `one of ${options.map((option) => `“${option}”`).join(', ')}`);
}

function number(least: number, most: number): Schema<number> {
  const message = `a finite number ${range(least, most)}`;
  return v.pipe(v.number(message), v.minValue(least, message), v.maxValue(most, message));
}

function wholeNumber(
  least = Number.MIN_SAFE_INTEGER,
  most = Number.MAX_SAFE_INTEGER,
  message = `a whole number ${range(least, most)}`.trim(),
): Schema<number> {
  return v.pipe(v.number(message), v.safeInteger(message), v.minValue(least, message), v.maxValue(most, message));
}

/** A whole number of at least `least`, or one of `others`. */
function wholeNumberOr<const Other extends string | number>(
  least: number,
  others: readonly Other[],
): Schema<number | Other> {
  const names = others.map((other) => (typeof other === 'string' ? `“${other}”` : String(other)));
  const message = [`a whole number of ${least} or more`, ...names].join(' or ');
  return v.union([wholeNumber(least, undefined, message), v.picklist(others, message)], message);
}

function range(least: number, most: number): string {
  const isOpen = most === Number.MAX_SAFE_INTEGER || most === Number.MAX_VALUE;
  if (!isOpen) return `from ${least} to ${most}`;
  return least === Number.MIN_SAFE_INTEGER ? '' : `of ${least} or more`;
}
