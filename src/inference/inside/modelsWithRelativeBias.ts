import type { LoadedModel } from '../models/loadedModel';

/** Whether a model adds a bias for the distance to q·k and does not scale it, as T5 does (Raffel et al. 2020). */
export function hasRelativeBias({ config }: Pick<LoadedModel, 'config'>): boolean {
  return Object.hasOwn(config as object, 'relative_attention_num_buckets');
}
