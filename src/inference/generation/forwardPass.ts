import type { Tensor } from 'onnxruntime-node';
import { modelInputs } from '../models/modelInputs';
import type { Graph } from '../models/loadedModel';
import { runOutputs } from '../models/runOutputs';
import type { KeyValues } from './keyValues';

/**
 * Reads `ids` after what `past` holds and returns the logits that follow each of the last `keep` of them
 * [keep, vocabulary]; the past grows by `ids`, or stays as it is when the pass fails. For graphs of decoders with a
 * key-value cache, such as training/gpt_graph.py writes.
 *
 * @param others what the graph reads beside the ids and the past
 */
export async function forwardPass(
  { session, growth }: Graph,
  ids: Int32Array,
  past: KeyValues,
  keep: number,
  others: Readonly<Record<string, Tensor>> = {},
): Promise<Float32Array> {
  const before = past.length;
  const feeds = { ...modelInputs(session, ids, { before, keep }), ...past.tensors(), ...others };
  // The graph's own outputs hold the past again with what is new behind it, and would be copied for each token.
  const sources = [...past.names].map((name) => [name, growth[name] ?? presentOf(name)] as const);
  const outputs = await runOutputs(session, feeds, ['logits', ...sources.map(([, source]) => source)]);
  past.grow(before + ids.length, Object.fromEntries(sources.map(([name, source]) => [name, outputs[source]!])));
  return lastRows(outputs['logits']!, keep);
}

/** The output that holds what the next pass takes as `past`. */
export function presentOf(past: string): string {
  return past.replace('past_key_values', 'present');
}

/** Graphs that do not know `num_logits_to_keep` give a row for every token. */
function lastRows({ data, dims }: Tensor, keep: number): Float32Array {
  return (data as Float32Array).subarray(-keep * dims.at(-1)!);
}
