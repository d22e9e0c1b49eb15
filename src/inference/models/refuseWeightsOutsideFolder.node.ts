import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { GraphError } from './graphError';
import { externalFiles } from './onnxProtobuf';
import { refuseDamagedGraph } from './refuseDamagedGraph';

/** Throws when a graph reads weights from a file outside its own folder, directly or by a link. */
export async function refuseWeightsOutsideFolder(bytes: Uint8Array, file: string): Promise<void> {
  const folder = path.dirname(file);
  for (const location of refuseDamagedGraph(file, () => externalFiles(bytes))) {
    const named = path.resolve(folder, location);
    // ONNX Runtime reports a missing file.
    const real = await realpath(named).catch(() => undefined);
    const isInside = isBelow(folder, named) && (!real || isBelow(await realpath(folder), real));
    if (isInside) continue;
    throw new GraphError(
      `${file} reads ${location}, which is not in its own folder. Nothing was read. Get the model again from a source ` +
        'that you trust, with files and not links to them.',
    );
  }
}

function isBelow(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
}
