import { Tensor } from 'onnxruntime-node';
import type { LoadedModel } from '../models/loadedModel';
import { runFor } from '../models/runFor';
import type { KeyValues } from './keyValues';

/**
 * Reads `ids` after what `past` holds and returns the logits that follow each of the last `keep` of them
 * [keep, vocabulary]; the past grows by `ids`, or stays as it is when the pass fails. For graphs of decoders with a
 * key-value cache, such as training/gpt_graph.py writes; of the other inputs, each gets only those it has.
 */
export async function readOn(
  { session, growth }: LoadedModel,
  ids: Int32Array,
  past: KeyValues,
  keep: number,
): Promise<Float32Array> {
  const before = past.length;
  const length = before + ids.length;
  const feeds: Record<string, Tensor> = { ...past.tensors(), input_ids: int64(ids, [1, ids.length]) };
  for (const name of session.inputNames) {
    if (name === 'attention_mask') feeds[name] = new Tensor('int64', new BigInt64Array(length).fill(1n), [1, length]);
    else if (name === 'position_ids') feeds[name] = int64(from(before, ids.length), [1, ids.length]);
    else if (name === 'num_logits_to_keep') feeds[name] = int64([keep], []);
  }
  // The graph's own outputs hold the past again with what is new behind it, and would be copied for each token.
  const sources = [...past.names].map((name) => [name, growth[name] ?? presentOf(name)] as const);
  const outputs = await runFor(session, feeds, ['logits', ...sources.map(([, source]) => source)]);
  past.grow(length, Object.fromEntries(sources.map(([name, source]) => [name, outputs[source]!])));
  return lastRows(outputs['logits']!, keep);
}

/** An ONNX tensor of 64-bit integers. */
export function int64(values: ArrayLike<number>, dims: readonly number[]): Tensor {
  return new Tensor('int64', BigInt64Array.from(Array.from(values, BigInt)), dims);
}

function presentOf(past: string): string {
  return past.replace('past_key_values', 'present');
}

function from(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

/** Graphs that do not know `num_logits_to_keep` give a row for every token. */
function lastRows({ data, dims }: Tensor, keep: number): Float32Array {
  return (data as Float32Array).subarray(-keep * dims.at(-1)!);
}
