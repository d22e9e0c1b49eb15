import { readFile } from 'node:fs/promises';
import * as native from 'onnxruntime-node';
import { namesInside, type InsideValues } from './findQueriesKeysAndValues';
import { insideGraph } from './insideValuesOfMergedDecoder';
import { readNodes, withBranchOutputs, withOnlyOutputs } from './onnxProtobuf';
import { openPruned } from './openSmallModelsInFloat32.node';
import { ERRORS_ONLY, withFolder, type SessionOptions } from './sessionOptions.node';

/** A session that outputs the values inside a model, and their names. */
export interface InsideSession {
  readonly session: native.InferenceSession;
  readonly values: InsideValues;
}

/**
 * Opens a model's graph a second time for the values inside it. With these as outputs of the first session, decoding a
 * token would take an eighth longer.
 *
 * @returns undefined when the values cannot be found in the graph
 */
export async function openInside(file: string, options: SessionOptions): Promise<InsideSession | undefined> {
  const bytes = await readFile(file);
  const inside = insideGraph(readNodes(bytes));
  if (!inside) return undefined;
  const { values, branched } = inside;
  const names = namesInside(values);
  const float32 = branched ? undefined : await openPruned(bytes, names, options).catch(() => undefined);
  if (float32) return { session: float32, values };
  const graph = branched
    ? withBranchOutputs(bytes, branched.ofOutput, branched.values)
    : withOnlyOutputs(bytes, names);
  const session = await native.InferenceSession.create(graph, { ...withFolder(options, file), ...ERRORS_ONLY });
  return { session, values };
}
