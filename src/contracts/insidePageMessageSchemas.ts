import * as v from 'valibot';
import { TOPICS, type InsideHostMessage, type InsidePageMessage } from './insidePageMessages';
import {
  attendedTokens,
  count,
  index,
  integer,
  hasOneOffsetPerToken,
  optional,
  parseMessage,
  span,
  spec,
  strings,
  translations,
} from './fieldsOfPageMessages';

/** Parses a message from the page. Undefined when `data` is not one; never throws. */
export function readInsidePageMessage(data: unknown): InsidePageMessage | undefined {
  return parseMessage(pageMessage, data);
}

/** Parses a message from the host. Undefined when `data` is not one; never throws. */
export function readInsideHostMessage(data: unknown): InsideHostMessage | undefined {
  return parseMessage(hostMessage, data);
}

const topic = v.picklist(TOPICS);
const floats = v.instance(Float32Array);
const caret = optional(integer);
const view = v.object({ topic, model: v.string(), depth: count, apart: v.boolean(), layer: count, head: count });
const title = v.string();
const probability = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** One probability per token. */
const nextToken = v.pipe(
  v.object({ texts: strings, logProbabilities: floats, unseen: v.exactOptional(probability) }),
  v.check(({ texts, logProbabilities }) => texts.length > 0 && texts.length === logProbabilities.length),
);

/** Matrices with one row per token. */
const vectors = v.pipe(
  v.object({ ...attendedTokens, vectors: v.pipe(v.array(floats), v.minLength(1)) }),
  v.check((tokens) => {
    const size = tokens.pieces.length;
    const hasOneRowPerToken = ({ length }: Float32Array) => length > 0 && length % size === 0;
    return hasOneOffsetPerToken(tokens) && tokens.vectors.every(hasOneRowPerToken);
  }),
);

/** One row a sentence. */
const sentences = v.pipe(
  v.object({ starts: v.instance(Int32Array), ends: v.instance(Int32Array), vectors: floats }),
  v.check(({ starts, ends, vectors: { length } }) => {
    const size = starts.length;
    return ends.length === size && (size === 0 ? length === 0 : length > 0 && length % size === 0);
  }),
);

/** Arrays of the shapes that AttentionSteps documents. */
const steps = v.pipe(
  v.object({
    ...attendedTokens,
    row: index,
    width: index,
    heads: count,
    query: floats,
    keys: floats,
    values: floats,
    products: floats,
    scale: v.pipe(v.number(), v.finite()),
    scores: floats,
    weights: floats,
    headOutput: floats,
  }),
  v.check((attention) => {
    const { row, width, heads, query, keys, values, products, scores, weights, headOutput } = attention;
    const size = attention.pieces.length;
    return (
      hasOneOffsetPerToken(attention) &&
      row < size &&
      [query, headOutput].every(({ length }) => length === width) &&
      [keys, values].every(({ length }) => length === size * width) &&
      [products, scores].every(({ length }) => length === size) &&
      weights.length === heads * size
    );
  }),
);

/** Arrays of the shapes that PositionEncodings documents. */
const positions = v.pipe(
  v.object({ kind: v.picklist(['learned', 'rotary', 'relative']), count: index, width: index, values: floats }),
  v.check(({ kind, count, width, values }) => {
    const hasWholeRows = kind === 'relative' ? width === 2 * count - 1 : values.length === count * width;
    return hasWholeRows && width > 0 && values.length > 0 && values.length % width === 0;
  }),
);

/** One cosine per word in each layer. */
const shuffleEffect = v.pipe(
  v.object({ words: strings, sentence: v.string(), cosines: floats }),
  v.check(({ words, cosines }) => words.length > 0 && cosines.length % words.length === 0),
);

const hostMessage: v.GenericSchema<unknown, InsideHostMessage> = v.variant('type', [
  v.object({
    type: v.literal('models'),
    models: v.pipe(v.array(spec), v.minLength(1)),
    strings: translations,
    topic: optional(topic),
  }),
  v.pipe(
    v.object({
      type: v.literal('next token'),
      view,
      title,
      left: v.string(),
      next: nextToken,
      ngram: optional(nextToken),
      actual: optional(index),
    }),
    v.check(({ actual, next: { texts } }) => actual === undefined || actual < texts.length),
  ),
  v.object({
    type: v.literal('similarity'),
    view,
    title,
    text: v.string(),
    vectors,
    sentences: optional(sentences),
    caret,
  }),
  v.pipe(
    v.object({ type: v.literal('steps'), view, title, steps }),
    v.check(({ view: { head }, steps: { heads } }) => head < heads),
  ),
  v.object({ type: v.literal('positions'), view, positions }),
  v.object({ type: v.literal('shuffled'), view, effect: shuffleEffect }),
  v.object({ type: v.literal('caret'), caret: integer }),
  v.object({ type: v.literal('outdated'), isPaused: v.boolean() }),
  v.object({ type: v.literal('message'), text: v.string(), canRetry: v.exactOptional(v.boolean()) }),
]);

const pageMessage: v.GenericSchema<unknown, InsidePageMessage> = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('show'), view }),
  v.object({ type: v.literal('try again') }),
  v.object({ type: v.literal('select'), span }),
  v.object({ type: v.literal('row'), row: index }),
  v.object({ type: v.literal('shuffle') }),
]);
