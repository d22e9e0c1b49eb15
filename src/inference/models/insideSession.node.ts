import { readFile } from 'node:fs/promises';
import * as native from 'onnxruntime-node';
import { insideGraph, type InsideGraph } from './insideValuesOfMergedDecoder';
import { readNodes, withBranchOutputs, withOnlyOutputs } from './onnxProtobuf';
import { openPruned } from './openSmallModelsInFloat32.node';
import { ERRORS_ONLY, withFolder, type SessionOptions } from './sessionOptions.node';

/** Finds the values inside a model's graph; undefined when it is not built like those that are known. */
export async function findInside(file: string): Promise<InsideGraph | undefined> {
  return insideGraph(readNodes(await readFile(file)));
}

/**
 * Opens a model's graph a second time with some of the values inside it as outputs. With these as outputs of the first
 * session, decoding a token would take an eighth longer. All outputs stay in memory until the end of a pass, even those that
 * it is not asked for.
 */
export async function openInside(
  file: string,
  options: SessionOptions,
  { branched }: InsideGraph,
  names: readonly string[],
): Promise<native.InferenceSession> {
  const bytes = await readFile(file);
  const float32 = branched ? undefined : await openPruned(bytes, names, options).catch(() => undefined);
  if (float32) return float32;
  const graph = branched
    ? withBranchOutputs(
        bytes,
        branched.ofOutput,
        branched.values.filter(({ name }) => names.includes(name)),
      )
    : withOnlyOutputs(bytes, names);
  return native.InferenceSession.create(graph, { ...withFolder(options, file), ...ERRORS_ONLY });
}
