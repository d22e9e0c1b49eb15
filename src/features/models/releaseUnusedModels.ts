import type { Inference } from '../../contracts/inference';
import type { ModelsInUse } from './modelsInUse';
import { isUsed } from './settingOfEachRole';

/** Releases a model, so that the next request reads it from disk again. Ignores errors: it may not be loaded. */
export async function releaseModel(model: string, inference: Inference): Promise<void> {
  await inference.release({ model }, new AbortController().signal).catch(() => undefined);
}

/** Releases those of `models` that no role uses any more, or that did not work: they need not stay in memory. */
export async function releaseUnused(
  models: readonly string[],
  inUse: ModelsInUse,
  inference: Inference,
): Promise<void> {
  for (const each of models) if (!isUsed(each, inUse)) await releaseModel(each, inference);
}
