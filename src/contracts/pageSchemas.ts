import * as v from 'valibot';
import type { HostMessage, PageMessage } from './page';

/** A message of the page, if it is one. Throws nothing, whatever it is given. */
export function readPageMessage(data: unknown): PageMessage | undefined {
  return read(pageMessage, data);
}

/** A message of the host, if it is one. Throws nothing, whatever it is given. */
export function readHostMessage(data: unknown): HostMessage | undefined {
  return read(hostMessage, data);
}

function read<Message>(schema: v.GenericSchema<unknown, Message>, data: unknown): Message | undefined {
  const { success, output } = v.safeParse(schema, data, { abortEarly: true });
  return success ? output : undefined;
}

/** What is undefined is left out on its way. */
const optional = <Schema extends v.GenericSchema>(schema: Schema) => v.optional(schema, () => undefined);

const integer = v.pipe(v.number(), v.safeInteger());
const index = v.pipe(integer, v.minValue(0));
/** Of layers, heads, pixels: each has its place in the page. */
const count = v.pipe(index, v.maxValue(1_000));
const share = v.pipe(v.number(), v.finite());
const strings = v.array(v.string());
const task = v.picklist(['causal', 'masked', 'text-to-text']);
const part = v.picklist(['encoder', 'decoder', 'cross']);
const choice = v.union([index, v.picklist(['mean', 'max'])]);
const layer = v.union([index, v.picklist(['mean', 'max', 'rollout'])]);

const span = v.pipe(
  v.object({ start: index, end: index }),
  v.check(({ start, end }) => start <= end),
);

const view = v.object({
  models: v.pipe(strings, v.minLength(1), v.maxLength(2)),
  part,
  layer,
  head: choice,
  words: v.boolean(),
  hideSinks: v.boolean(),
  allHeads: v.boolean(),
  inText: v.boolean(),
});

const spec = v.object({
  id: v.string(),
  label: v.string(),
  task,
  contextLength: optional(index),
  layers: count,
  decoderLayers: optional(count),
  heads: count,
});

/** One offset a token, and one weight a pair of tokens. */
const attention = v.pipe(
  v.object({
    model: v.string(),
    task,
    pieces: strings,
    starts: v.instance(Int32Array),
    ends: v.instance(Int32Array),
    written: index,
    weights: v.instance(Float32Array),
  }),
  v.check(({ pieces, starts, ends, written, weights }) => {
    const size = pieces.length;
    return (
      size > 0 && starts.length === size && ends.length === size && written <= size && weights.length === size ** 2
    );
  }),
);

const summary = v.object({
  entropy: share,
  sink: share,
  previous: share,
  next: share,
  same: share,
  induction: share,
});

/** One thumbnail and one summary a head. */
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
    const all = layers * heads;
    return summaries.length === all && thumbnails.length === all * side ** 2;
  }),
);

const hostMessage: v.GenericSchema<unknown, HostMessage> = v.variant('type', [
  v.object({
    type: v.literal('models'),
    models: v.pipe(v.array(spec), v.minLength(1)),
    strings: optional(v.record(v.string(), v.string())),
    view: v.exactOptional(view),
    picked: optional(v.string()),
    around: v.picklist(['editor', 'nothing', 'no other map']),
  }),
  v.pipe(
    v.object({
      type: v.literal('maps'),
      view,
      title: v.string(),
      maps: v.array(attention),
      caret: optional(integer),
    }),
    v.check(({ view: { models }, maps }) => maps.length === models.length),
  ),
  v.object({ type: v.literal('surveys'), surveys: v.array(survey) }),
  v.object({ type: v.literal('caret'), caret: integer }),
  v.object({ type: v.literal('point'), span: optional(span) }),
  v.object({ type: v.literal('outdated'), isResting: v.boolean() }),
  v.object({ type: v.literal('message'), text: v.string() }),
  v.object({
    type: v.literal('make'),
    request: index,
    making: v.picklist(['png', 'svg', 'picture', 'theme']),
    map: index,
  }),
]);

const pageMessage: v.GenericSchema<unknown, PageMessage> = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('show'), view }),
  v.object({ type: v.literal('select'), span }),
  v.object({ type: v.literal('point'), span: optional(span) }),
  v.object({ type: v.literal('export') }),
  v.object({ type: v.literal('open in editor') }),
  v.object({
    type: v.literal('made'),
    request: index,
    content: optional(v.union([v.instance(Uint8Array), v.string()])),
  }),
  v.object({ type: v.literal('not made'), request: index, reason: v.string() }),
]);
