import * as v from 'valibot';
import { TOPICS, type InsideHostMessage, type InsidePageMessage } from './insidePage';
import {
  attendedTokens,
  count,
  index,
  isFullOf,
  optional,
  read,
  span,
  spec,
  strings,
  translations,
} from './sharedSchemas';

/** A message of the page, if it is one. Throws nothing, whatever it is given. */
export function readInsidePageMessage(data: unknown): InsidePageMessage | undefined {
  return read(pageMessage, data);
}

/** A message of the host, if it is one. Throws nothing, whatever it is given. */
export function readInsideHostMessage(data: unknown): InsideHostMessage | undefined {
  return read(hostMessage, data);
}

const topic = v.picklist(TOPICS);
const floats = v.instance(Float32Array);
const caret = optional(v.pipe(v.number(), v.safeInteger()));
const view = v.object({ topic, model: v.string(), depth: count, layer: count, head: count });
const title = v.string();

const nextToken = v.pipe(
  v.object({ texts: strings, logProbabilities: floats }),
  v.check(({ texts, logProbabilities }) => texts.length > 0 && texts.length === logProbabilities.length),
);

const vectors = v.pipe(
  v.object({ ...attendedTokens, vectors: v.pipe(v.array(floats), v.minLength(1)) }),
  v.check((all) => {
    const size = all.pieces.length;
    const areRows = ({ length }: Float32Array) => (size === 0 ? length === 0 : length > 0 && length % size === 0);
    return isFullOf(all) && all.vectors.every(areRows);
  }),
);

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
  v.check((all) => {
    const { row, width, heads, query, keys, values, products, scores, weights, headOutput } = all;
    const size = all.pieces.length;
    return (
      isFullOf(all) &&
      row < size &&
      [query, headOutput].every(({ length }) => length === width) &&
      [keys, values].every(({ length }) => length === size * width) &&
      [products, scores].every(({ length }) => length === size) &&
      weights.length === heads * size
    );
  }),
);

const positions = v.pipe(
  v.object({ kind: v.picklist(['learned', 'rotary', 'relative']), count: index, width: index, values: floats }),
  v.check(({ kind, count, width, values }) => {
    const isWhole = kind === 'relative' ? width === 2 * count - 1 : values.length === count * width;
    return isWhole && width > 0 && values.length > 0 && values.length % width === 0;
  }),
);

const moved = v.pipe(
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
      written: optional(index),
    }),
    v.check(({ written, next: { texts } }) => written === undefined || written < texts.length),
  ),
  v.object({ type: v.literal('similarity'), view, title, text: v.string(), vectors, caret }),
  v.pipe(
    v.object({ type: v.literal('steps'), view, title, steps }),
    v.check(({ view: { head }, steps: { heads } }) => head < heads),
  ),
  v.object({ type: v.literal('positions'), view, positions }),
  v.object({ type: v.literal('shuffled'), view, moved }),
  v.object({ type: v.literal('caret'), caret: v.pipe(v.number(), v.safeInteger()) }),
  v.object({ type: v.literal('outdated'), isPaused: v.boolean() }),
  v.object({ type: v.literal('message'), text: v.string() }),
]);

const pageMessage: v.GenericSchema<unknown, InsidePageMessage> = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('show'), view }),
  v.object({ type: v.literal('select'), span }),
  v.object({ type: v.literal('row'), row: index }),
  v.object({ type: v.literal('shuffle') }),
]);
