import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { GraphError } from './graphError';
import { externalFiles } from './onnxProtobuf';
import { refuseDamagedGraph } from './refuseDamagedGraph';

/**
 * Throws when a graph reads weights from a file outside its own folder, directly or by a link, and when that file is missing
 * or ends before the weights do: ONNX Runtime would only name a tensor and offsets.
 */
export async function refuseUnusableWeightsFiles(bytes: Uint8Array, graph: string): Promise<void> {
  const folder = path.dirname(graph);
  for (const [location, needed] of refuseDamagedGraph(graph, () => externalFiles(bytes))) {
    const file = path.resolve(folder, location);
    const real = await realpath(file).catch(() => undefined);
    if (!isBelow(folder, file) || (real && !isBelow(await realpath(folder), real)))
      throw new GraphError(
        `${graph} reads ${location}, which is not in its own folder. Nothing was read.`,
        {},
        'Get the model again from a source that you trust, with files and not links to them.',
      );
    if (!real) throw new GraphError(`${file}, which has the weights of ${path.basename(graph)}, is missing.`);
    const { size } = await stat(real);
    if (size < needed)
      throw new GraphError(`${file} is cut off: it has ${inMegabytes(size)} of ${inMegabytes(needed)} MB.`);
  }
}

function isBelow(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
}

function inMegabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
