import { smallFilesOf } from '../core/models/smallFilesToDownload';
import { variantsOf } from '../core/models/availableModelVariants';
import type { Dtype } from '../core/models/preferredWeightPrecision';
import type { ModelSpec } from '../core/models/modelSpec';
import type { RepositoryFile } from './hubTypes';

/** A model in one precision. */
export interface OfferedVariant {
  readonly dtype: Dtype;
  /** All files to download. */
  readonly files: readonly RepositoryFile[];
  /** Total size of the files. */
  readonly bytes: number;
}

/** One variant per precision: the smallest of its exports. */
export function smallestVariants(files: readonly RepositoryFile[], { task }: ModelSpec): OfferedVariant[] {
  const smallFiles = smallFilesOf(files) ?? [];
  const paths = files.map(({ path: name }) => name);
  const smallest = new Map<Dtype, OfferedVariant>();
  for (const { dtype, files: graphs } of variantsOf(paths, task)) {
    const all = [...smallFiles, ...files.filter(({ path: name }) => graphs.includes(name))];
    const bytes = all.reduce((sum, { size }) => sum + size, 0);
    if (bytes < (smallest.get(dtype)?.bytes ?? Infinity)) smallest.set(dtype, { dtype, files: all, bytes });
  }
  return [...smallest.values()];
}
