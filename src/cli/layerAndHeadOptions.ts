import type { LayerOrAggregate, LayerSelector } from '../core/attention/attentionMap';
import { layersOf, type AttentionPart } from '../core/attention/attentionParts';
import type { ModelSpec } from '../core/models/modelSpec';
import type { CliOptions } from './commandLineOptions.node';
import { UsageError } from './usageError';
import { wholeNumber } from './checkOptionValue';

/** The maps of a layer that are printed: single heads, or an aggregate of all. */
export interface LayerMaps {
  readonly layer: LayerSelector;
  readonly heads: readonly LayerOrAggregate[];
}

/** The maps that the options select. `all` means every single head in JSON, and the mean in text. */
export function selectMaps({ layer, head, json }: CliOptions, spec: ModelSpec, part: AttentionPart): LayerMaps[] {
  const selectors = (option: string, value: string, count: number): LayerSelector[] => {
    if (value === 'all') return json ? [...Array(count).keys()] : ['mean'];
    const aggregate = (['mean', 'max', 'rollout'] as const).find((each) => each === value);
    if (aggregate) return [aggregate];
    const number = wholeNumber(option, value, 0);
    if (number < count) return [number];
    throw new UsageError(`${option} must be 0 to ${count - 1}, all, mean or max, not ${value}.`);
  };
  const heads = selectors('--head', head, spec.heads);
  if (heads.includes('rollout')) throw new UsageError('Rollout combines layers, not heads. Use --layer rollout.');
  return selectors('--layer', layer, layersOf(spec, part)).map((each) => ({
    layer: each,
    // Rollout averages the heads.
    heads: each === 'rollout' ? ['mean'] : (heads as LayerOrAggregate[]),
  }));
}
