import type { Inference } from '../../contracts/inference';
import type { MemoryNeed } from '../../core/models/memoryNeed';
import type { ModelSpec } from '../../core/models/modelSpec';
import { tokenLimitOf } from '../../core/models/tokenLimitOfModel';
import { formatCount, megabytes } from '../shared/formatNumbers';

/** A model's layers, heads, limit, size and memory in one line, without loading it; undefined for what cannot be read. */
export async function factsOfModel(model: string, inference: Inference): Promise<string | undefined> {
  const { signal } = new AbortController();
  try {
    const spec = await inference.describe({ model }, signal);
    return [...factsOfSpec(spec), ...factsOfNeed(await inference.memoryNeed({ model }, signal))].join(' · ');
  } catch {
    // Choosing the model says why.
    return undefined;
  }
}

function factsOfSpec(spec: ModelSpec): string[] {
  const { layers, decoderLayers, heads } = spec;
  const limit = tokenLimitOf(spec);
  return [
    decoderLayers === undefined
      ? `${layers} layers × ${heads} heads`
      : `${layers} + ${decoderLayers} layers × ${heads} heads`,
    limit === undefined ? 'no limit of tokens' : `${formatCount(limit)} tokens`,
  ];
}

function factsOfNeed({ file, loaded, lenses }: MemoryNeed): string[] {
  return [megabytes(file), `${tens(loaded)} to ${tens(loaded + lenses)} MB of memory`];
}

/** Megabytes, rounded up to tens: estimates are rough. */
function tens(bytes: number): number {
  return 10 * Math.ceil(bytes / 1e7);
}
