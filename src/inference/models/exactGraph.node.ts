import { access } from 'node:fs/promises';
import path from 'node:path';
import { EXACT_GRAPH } from './exactGraphName';
import type { LoadedModel } from './loadedModel';
import { exposedValuesOf, openSession } from './onnxRuntime.node';
import type { Graph } from './openedGraph';
import { openWholeInFloat32 } from './openSmallModelsInFloat32.node';

/**
 * Opens a model's graph a second time, with products that do not round their input to 8 bits: rounding moves a token by up to
 * 1.2 bits, which is more than many a sentence changes.
 *
 * @returns undefined for a model that rounds nothing, and for one of others that is large or a merged decoder
 */
export async function openExact(model: LoadedModel): Promise<Graph | undefined> {
  const file = path.join(path.dirname(model.file), EXACT_GRAPH);
  if (await exists(file)) {
    const session = await openSession(file, model.options);
    return { session, ...exposedValuesOf(session) };
  }
  const keysAndValues = Object.values(model.newKeyValues);
  const session = await openWholeInFloat32(model.file, keysAndValues, model.options).catch(() => undefined);
  return session && { ...model, session };
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
