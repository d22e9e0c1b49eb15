import * as v from 'valibot';
import { TASKS } from '../core/models/modelSpec';
import type { AttendedTokens } from '../core/attention/displayedMap';

/** Parses `data` by `schema`. Undefined when it does not match; never throws. */
export function parseMessage<Message>(schema: v.GenericSchema<unknown, Message>, data: unknown): Message | undefined {
  const { success, output } = v.safeParse(schema, data, { abortEarly: true });
  return success ? output : undefined;
}

/** A field that may be absent, since messages between host and page lose undefined fields. */
export const optional = <Schema extends v.GenericSchema>(schema: Schema) => v.optional(schema, () => undefined);

/** An integer that a double represents exactly. */
export const integer = v.pipe(v.number(), v.safeInteger());
/** An integer from 0. */
export const index = v.pipe(integer, v.minValue(0));
/** A number of layers, heads or cells, or an index of one: small enough for the page to draw each. */
export const count = v.pipe(index, v.maxValue(1_000));
/** A list of texts. */
export const strings = v.array(v.string());
/** What a model was trained for; see ModelSpec. */
export const task = v.picklist(TASKS);

/** A Span: start and end from 0, in order. */
export const span = v.pipe(
  v.object({ start: index, end: index }),
  v.check(({ start, end }) => start <= end),
);

/** A ModelSpec. */
export const spec = v.object({
  id: v.string(),
  label: v.string(),
  task,
  contextLength: optional(index),
  layers: count,
  decoderLayers: optional(count),
  heads: count,
});

/** Translations of the page's strings by their English text. */
export const translations = optional(v.record(v.string(), v.string()));

/** Fields of AttendedTokens; `hasOneOffsetPerToken` checks their lengths. */
export const attendedTokens = {
  task,
  pieces: strings,
  starts: v.instance(Int32Array),
  ends: v.instance(Int32Array),
  generated: index,
};

/** Whether there are tokens, each with a start and an end. */
export function hasOneOffsetPerToken(
  tokens: Pick<AttendedTokens, 'pieces' | 'starts' | 'ends' | 'generated'>,
): boolean {
  const size = tokens.pieces.length;
  return size > 0 && tokens.starts.length === size && tokens.ends.length === size && tokens.generated <= size;
}
