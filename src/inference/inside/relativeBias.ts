import type { LoadedModel } from '../models/loadedModel';

/** Whether a model adds a number for the distance to q·k, and divides by nothing (T5: Raffel et al. 2020). */
export function hasRelativeBias({ config }: Pick<LoadedModel, 'config'>): boolean {
  return Object.hasOwn(config as object, 'relative_attention_num_buckets');
}
