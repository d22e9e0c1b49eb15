import { int64 } from '../models/inputTensors';
import type { Graph } from '../models/openedGraph';
import { runOutputs } from '../models/runForOutputs';
import type { KeyValuesWithRoom } from '../generation/keyValuesWithRoom';

/**
 * Reads the same ids behind the same past several times in one pass, each time without looking at other tokens of the
 * past. The past stays as it is.
 *
 * @param length how many tokens of the past stand before the ids
 * @param hidden tokens that are not looked at [texts][any number]
 * @param keep for how many of the last ids logits are returned
 * @returns the logits of the token behind each of the last `keep` ids [texts][keep, vocabulary]
 */
export async function hiddenPastPass(
  { session }: Graph,
  ids: Int32Array,
  past: KeyValuesWithRoom,
  length: number,
  hidden: readonly (readonly number[])[],
  keep: number,
): Promise<Float32Array[]> {
  const texts = hidden.length;
  const feeds = {
    input_ids: int64(
      hidden.flatMap(() => [...ids]),
      [texts, ids.length],
    ),
    num_logits_to_keep: int64([keep], []),
    ...past.inputsBehind(length, hidden),
  };
  const { logits } = await runOutputs(session, feeds, ['logits']);
  const data = logits!.data as Float32Array;
  const size = data.length / texts;
  return hidden.map((_, text) => data.subarray(text * size, (text + 1) * size));
}
