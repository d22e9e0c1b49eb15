import type { Tensor } from 'onnxruntime-node';
import { modelInputs } from '../models/inputTensors';
import type { Graph } from '../models/openedGraph';
import { runOutputs } from '../models/runForOutputs';
import type { KeyValueCache } from './keyValueCache';

/**
 * Runs a decoder with a key-value cache (such as training/gpt_graph.py writes) over `ids`, which follow the tokens in
 * `past`. Adds their keys and values to `past`, or leaves it unchanged when the pass fails.
 *
 * @param keep for how many of the last ids logits are returned
 * @param others the graph's inputs apart from the ids and the past
 * @returns the logits of the token after each of the last `keep` ids [keep, vocabulary]
 */
export async function forwardPass(
  { session, newKeyValues }: Graph,
  ids: Int32Array,
  past: KeyValueCache,
  keep: number,
  others: Readonly<Record<string, Tensor>> = {},
): Promise<Float32Array> {
  const before = past.length;
  const feeds = { ...modelInputs(session, ids, { before, keep }), ...past.inputs(), ...others };
  // The graph's own outputs repeat the whole past before the new rows: `newKeyValues` names values that hold only
  // those.
  const sources = [...past.names].map((name) => [name, newKeyValues[name] ?? presentName(name)] as const);
  const outputs = await runOutputs(session, feeds, ['logits', ...sources.map(([, source]) => source)]);
  past.grow(before + ids.length, Object.fromEntries(sources.map(([name, source]) => [name, outputs[source]!])));
  return lastRows(outputs['logits']!, keep);
}

/** The name of the output that the next pass takes as the input `past`. */
export function presentName(past: string): string {
  return past.replace('past_key_values', 'present');
}

/** Graphs without the input `num_logits_to_keep` return a row for every token. */
function lastRows({ data, dims }: Tensor, keep: number): Float32Array {
  return (data as Float32Array).subarray(-keep * dims.at(-1)!);
}
