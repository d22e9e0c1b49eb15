import { Tensor } from 'onnxruntime-node';
import type { LoadedModel } from '../models/loadedModel';
import { runFor } from '../models/runFor';

/** The keys and values of everything read so far, per layer [1, heads or groups, length, width]. */
export interface Past {
  readonly length: number;
  readonly tensors: Record<string, Tensor>;
}

/** Memory that keys and values are written to instead of new tensors, by the names of the inputs they become. */
export type Room = Readonly<Record<string, Float32Array>>;

/** Room for the keys and values of `length` tokens. */
export function roomFor({ session }: LoadedModel, length: number): Room {
  const entries = pastInputs(session).map(({ name, heads, width }) => [name, new Float32Array(heads * length * width)]);
  return Object.fromEntries(entries) as Room;
}

/**
 * Reads `ids` after `past` and returns the logits that follow each of the last `keep` of them [keep, vocabulary], with
 * the past grown by `ids`, which is written to `room`. For graphs of decoders with a key-value cache, such as
 * training/gpt_graph.py writes; of the other inputs, each gets only those it has.
 */
export async function readOn(
  { session }: LoadedModel,
  ids: Int32Array,
  past: Past | undefined,
  keep: number,
  room: Room,
): Promise<{ logits: Float32Array; past: Past }> {
  const before = past?.length ?? 0;
  const length = before + ids.length;
  const feeds: Record<string, Tensor> = { input_ids: int64(ids, [1, ids.length]) };
  for (const name of session.inputNames) {
    if (name === 'attention_mask') feeds[name] = new Tensor('int64', new BigInt64Array(length).fill(1n), [1, length]);
    else if (name === 'position_ids') feeds[name] = int64(from(before, ids.length), [1, ids.length]);
    else if (name === 'num_logits_to_keep') feeds[name] = int64([keep], []);
  }
  const tensors: Record<string, Tensor> = {};
  const fetches: Record<string, Tensor | null> = { logits: null };
  for (const { name, heads, width } of pastInputs(session)) {
    feeds[name] = past?.tensors[name] ?? inRoom(room[name]!, heads, 0, width);
    tensors[name] = inRoom(room[name]!, heads, length, width);
    fetches[name.replace('past_key_values', 'present')] = tensors[name];
  }
  const outputs = await runFor(session, feeds, fetches);
  return { logits: lastRows(outputs['logits']!, keep), past: { length, tensors } };
}

/** The past of the first `length` tokens only, written to `room`. */
export function cutPast(past: Past, length: number, room: Room): Past {
  const tensors: Record<string, Tensor> = {};
  for (const [name, tensor] of Object.entries(past.tensors)) {
    const [, heads, , width] = tensor.dims as [number, number, number, number];
    const source = tensor.data as Float32Array;
    for (let head = 0; head < heads; head++) {
      const start = head * past.length * width;
      room[name]!.set(source.subarray(start, start + length * width), head * length * width);
    }
    tensors[name] = inRoom(room[name]!, heads, length, width);
  }
  return { length, tensors };
}

/** An ONNX tensor of 64-bit integers. */
export function int64(values: ArrayLike<number>, dims: readonly number[]): Tensor {
  return new Tensor('int64', BigInt64Array.from(Array.from(values, BigInt)), dims);
}

interface PastInput {
  readonly name: string;
  readonly heads: number;
  readonly width: number;
}

function pastInputs({ inputMetadata }: LoadedModel['session']): PastInput[] {
  return inputMetadata.flatMap((input) => {
    if (!input.isTensor || !input.name.startsWith('past_key_values.')) return [];
    const [, heads, , width] = input.shape as number[];
    return [{ name: input.name, heads: heads!, width: width! }];
  });
}

function inRoom(room: Float32Array, heads: number, length: number, width: number): Tensor {
  return new Tensor('float32', room.subarray(0, heads * length * width), [1, heads, length, width]);
}

function from(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

/** Graphs that do not know `num_logits_to_keep` give a row for every token. */
function lastRows({ data, dims }: Tensor, keep: number): Float32Array {
  return (data as Float32Array).subarray(-keep * dims.at(-1)!);
}
