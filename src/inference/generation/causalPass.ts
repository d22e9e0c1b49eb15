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
 * the past grown by `ids`. A graph of GPT-2's kind: see training/gpt_graph.py for its inputs and outputs.
 */
export async function readOn(
  { session, spec }: LoadedModel,
  ids: Int32Array,
  past: Past | undefined,
  keep: number,
): Promise<{ logits: Float32Array; past: Past }> {
  const before = past?.length ?? 0;
  const length = before + ids.length;
  const feeds: Record<string, Tensor> = {
    input_ids: int64(ids, [1, ids.length]),
    attention_mask: int64(new Array(length).fill(1), [1, length]),
    position_ids: int64(
      Array.from(ids, (_, index) => before + index),
      [1, ids.length],
    ),
    num_logits_to_keep: int64([keep], []),
    ...(past?.tensors ?? emptyPast(session.inputMetadata, spec.heads)),
  };
  const presents = session.outputNames.filter((name) => name.startsWith('present.'));
  const outputs = await runFor(session, feeds, ['logits', ...presents]);
  const tensors: Record<string, Tensor> = {};
  for (const name of presents) tensors[name.replace('present', 'past_key_values')] = outputs[name]!;
  return { logits: outputs['logits']!.data as Float32Array, past: { length, tensors } };
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

type InputMetadata = LoadedModel['session']['inputMetadata'];

function emptyPast(inputs: InputMetadata, heads: number): Record<string, Tensor> {
  const tensors: Record<string, Tensor> = {};
  for (const input of inputs) {
    if (!input.isTensor || !input.name.startsWith('past_key_values.')) continue;
    const width = input.shape[3] as number;
    tensors[input.name] = new Tensor('float32', new Float32Array(0), [1, heads, 0, width]);
  }
  return tensors;
}
