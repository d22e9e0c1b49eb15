import { Tensor } from 'onnxruntime-node';
import type { LoadedModel } from '../models/loadedModel';
import { runFor } from '../models/runFor';

/** The keys and values of everything read so far, per layer [1, heads, length, width]. */
export interface Past {
  readonly length: number;
  readonly tensors: Record<string, Tensor>;
}

/**
 * Reads `ids` after `past` and returns the logits that follow each of the last `keep` of them [keep, vocabulary], with
 * the past grown by `ids`. For graphs of decoders with a key-value cache, such as training/gpt_graph.py writes; of the
 * other inputs, each gets only those it has.
 */
export async function readOn(
  { session }: LoadedModel,
  ids: Int32Array,
  past: Past | undefined,
  keep: number,
): Promise<{ logits: Float32Array; past: Past }> {
  const before = past?.length ?? 0;
  const length = before + ids.length;
  const feeds: Record<string, Tensor> = { input_ids: int64(ids, [1, ids.length]) };
  for (const input of session.inputMetadata) {
    if (input.name === 'attention_mask') feeds[input.name] = int64(new Array(length).fill(1), [1, length]);
    else if (input.name === 'position_ids') feeds[input.name] = int64(from(before, ids.length), [1, ids.length]);
    else if (input.name === 'num_logits_to_keep') feeds[input.name] = int64([keep], []);
    else if (input.name.startsWith('past_key_values.') && input.isTensor) {
      const [, heads, , width] = input.shape as number[];
      feeds[input.name] =
        past?.tensors[input.name] ?? new Tensor('float32', new Float32Array(0), [1, heads!, 0, width!]);
    }
  }
  const presents = session.outputNames.filter((name) => name.startsWith('present.'));
  const outputs = await runFor(session, feeds, ['logits', ...presents]);
  const tensors: Record<string, Tensor> = {};
  for (const name of presents) tensors[name.replace('present', 'past_key_values')] = outputs[name]!;
  return { logits: lastRows(outputs['logits']!, keep), past: { length, tensors } };
}

/** The past of the first `length` tokens only. */
export function cutPast(past: Past, length: number): Past {
  if (length === past.length) return past;
  const tensors: Record<string, Tensor> = {};
  for (const [name, tensor] of Object.entries(past.tensors)) {
    const [batch, heads, , width] = tensor.dims as [number, number, number, number];
    const from = tensor.data as Float32Array;
    const to = new Float32Array(batch * heads * length * width);
    for (let head = 0; head < batch * heads; head++) {
      const start = head * past.length * width;
      to.set(from.subarray(start, start + length * width), head * length * width);
    }
    tensors[name] = new Tensor('float32', to, [batch, heads, length, width]);
  }
  return { length, tensors };
}

/** An ONNX tensor of 64-bit integers. */
export function int64(values: ArrayLike<number>, dims: readonly number[]): Tensor {
  return new Tensor('int64', BigInt64Array.from(Array.from(values, BigInt)), dims);
}

function from(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

/** Graphs that do not know `num_logits_to_keep` give a row for every token. */
function lastRows({ data, dims }: Tensor, keep: number): Float32Array {
  return (data as Float32Array).subarray(-keep * dims.at(-1)!);
}
