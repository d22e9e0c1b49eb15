import type { LoadedModel } from '../models/loadedModel';

/** Remembers what `create` returns for each model, as long as the model lives. */
export function oncePerModel<T>(create: (model: LoadedModel) => T): (model: LoadedModel) => T {
  const created = new WeakMap<LoadedModel, { readonly value: T }>();
  return (model) => {
    const entry = created.get(model) ?? { value: create(model) };
    created.set(model, entry);
    return entry.value;
  };
}
