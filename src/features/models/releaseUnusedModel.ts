import type { Inference } from '../../contracts/inference';

/** Releases a model, so that the next request reads it from disk again. Ignores errors: it may not be loaded. */
export async function releaseModel(model: string, inference: Inference): Promise<void> {
  await inference.release({ model }, new AbortController().signal).catch(() => undefined);
}
