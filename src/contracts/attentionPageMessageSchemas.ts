import * as v from 'valibot';
import { MAX_WINDOW_TOKENS, MIN_WINDOW_TOKENS } from '../core/attention/attentionWindowSize';
import type { AttentionHostMessage, AttentionPageMessage } from './attentionPageMessages';
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
export function readAttentionPageMessage(data: unknown): AttentionPageMessage | undefined {
  return parseMessage(pageMessage, data);
}

/** Parses a message from the host. Undefined when `data` is not one; never throws. */
export function readAttentionHostMessage(data: unknown): AttentionHostMessage | undefined {
  return parseMessage(hostMessage, data);
}

const finiteNumber = v.pipe(v.number(), v.finite());
const part = v.picklist(['encoder', 'decoder', 'cross']);
const head = v.union([index, v.picklist(['mean', 'max'])]);
const layer = v.union([index, v.picklist(['mean', 'max', 'rollout'])]);
const windowTokens = v.pipe(integer, v.minValue(MIN_WINDOW_TOKENS), v.maxValue(MAX_WINDOW_TOKENS));

const view = v.object({
  models: v.pipe(strings, v.minLength(1), v.maxLength(2)),
  part,
  layer,
  head,
  words: v.boolean(),
  hideSinks: v.boolean(),
  allHeads: v.boolean(),
  inText: v.boolean(),
  windowTokens: optional(windowTokens),
});

/** One weight per pair of tokens. */
const attention = v.pipe(
  v.object({
    ...attendedTokens,
    model: v.string(),
    sinks: v.array(index),
    isRounded: v.boolean(),
    weights: v.instance(Float32Array),
  }),
  v.check(
    (map) =>
      hasOneOffsetPerToken(map) &&
      map.sinks.every((sink) => sink < map.pieces.length) &&
      map.weights.length === map.pieces.length ** 2,
  ),
);

const summary = v.object({
  entropy: finiteNumber,
  sink: finiteNumber,
  previous: finiteNumber,
  next: finiteNumber,
  same: finiteNumber,
  induction: finiteNumber,
});

/** One thumbnail and one summary per head. */
const survey = v.pipe(
  v.object({
    model: v.string(),
    layers: count,
    heads: count,
    side: count,
    thumbnails: v.instance(Uint8Array),
    summaries: v.array(summary),
  }),
  v.check(({ layers, heads, side, thumbnails, summaries }) => {
    const headCount = layers * heads;
    return summaries.length === headCount && thumbnails.length === headCount * side ** 2;
  }),
);

const hostMessage: v.GenericSchema<unknown, AttentionHostMessage> = v.variant('type', [
  v.object({
    type: v.literal('models'),
    models: v.pipe(v.array(spec), v.minLength(1)),
    strings: translations,
    view: v.exactOptional(view),
    requestedModel: optional(v.string()),
    engine: v.exactOptional(v.string()),
    environment: v.picklist(['editor', 'standalone', 'single map']),
  }),
  v.pipe(
    v.object({
      type: v.literal('maps'),
      view,
      title: v.string(),
      maps: v.array(attention),
      windowTokens: optional(windowTokens),
      caret: optional(integer),
    }),
    v.check(({ view: { models }, maps }) => maps.length === models.length),
  ),
  v.object({ type: v.literal('surveys'), surveys: v.array(survey) }),
  v.object({ type: v.literal('caret'), caret: integer }),
  v.object({ type: v.literal('point'), span: optional(span) }),
  v.object({ type: v.literal('outdated'), isPaused: v.boolean() }),
  v.object({ type: v.literal('message'), text: v.string(), canRetry: v.exactOptional(v.boolean()) }),
  v.object({
    type: v.literal('render'),
    request: index,
    format: v.picklist(['png', 'svg', 'picture', 'theme']),
    map: index,
  }),
]);

const pageMessage: v.GenericSchema<unknown, AttentionPageMessage> = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('show'), view }),
  v.object({ type: v.literal('try again') }),
  v.object({ type: v.literal('select'), span }),
  v.object({ type: v.literal('point'), span: optional(span) }),
  v.object({ type: v.literal('export') }),
  v.object({ type: v.literal('open in editor') }),
  v.object({
    type: v.literal('rendered'),
    request: index,
    content: optional(v.union([v.instance(Uint8Array), v.string()])),
  }),
  v.object({ type: v.literal('render failed'), request: index, reason: v.string() }),
]);
