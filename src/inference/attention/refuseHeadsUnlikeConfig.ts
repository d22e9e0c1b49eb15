import type { LoadedModel } from '../models/loadedModel';

/** Throws when a graph has another number of heads a layer than config.json says. */
export function refuseHeadsUnlikeConfig(model: LoadedModel, heads: number): void {
  if (!model.decoder && heads !== model.spec.heads)
    throw new Error(
      `The graph of ${model.spec.label} has ${heads} heads a layer, and its config.json says ${model.spec.heads}. ` +
        'Get both again, or choose another model.',
    );
}
