import * as v from 'valibot';
import type { AttendedTokens } from '../core/attention/displayedMap';

/** `data` as `schema` has it; undefined when it is something else. */
export function read<Message>(schema: v.GenericSchema<unknown, Message>, data: unknown): Message | undefined {
  const { success, output } = v.safeParse(schema, data, { abortEarly: true });
  return success ? output : undefined;
}

/** What is undefined is left out on its way. */
export const optional = <Schema extends v.GenericSchema>(schema: Schema) => v.optional(schema, () => undefined);

export const integer = v.pipe(v.number(), v.safeInteger());
export const index = v.pipe(integer, v.minValue(0));
/** Of layers, heads, pixels: each has its place in the page. */
export const count = v.pipe(index, v.maxValue(1_000));
export const strings = v.array(v.string());
export const task = v.picklist(['causal', 'masked', 'text-to-text']);

export const span = v.pipe(
  v.object({ start: index, end: index }),
  v.check(({ start, end }) => start <= end),
);

export const spec = v.object({
  id: v.string(),
  label: v.string(),
  task,
  contextLength: optional(index),
  layers: count,
  decoderLayers: optional(count),
  heads: count,
});

/** Translations of the page's strings. */
export const translations = optional(v.record(v.string(), v.string()));

/** Tokens, with one offset each. */
export const attendedTokens = {
  task,
  pieces: strings,
  starts: v.instance(Int32Array),
  ends: v.instance(Int32Array),
  generated: index,
};

/** Whether there are tokens, and as many of everything. */
export function isFullOf(tokens: Pick<AttendedTokens, 'pieces' | 'starts' | 'ends' | 'generated'>): boolean {
  const size = tokens.pieces.length;
  return size > 0 && tokens.starts.length === size && tokens.ends.length === size && tokens.generated <= size;
}
