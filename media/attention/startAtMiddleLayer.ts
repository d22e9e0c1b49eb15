import type { AttentionView } from '../../src/contracts/attentionPageMessages';
import type { LayerOrAggregate, LayerSelector } from '../../src/core/attention/attentionMap';
import { layersOf } from '../../src/core/attention/attentionParts';
import type { ModelSpec } from '../../src/core/models/modelSpec';
import { isIndex } from '../common/validateSavedState';

/** The view's layer and head where all models have them; else the middle layer and the mean of heads. */
export function fitSelection(
  { layer, head, part = 'encoder' }: Partial<AttentionView>,
  specs: readonly ModelSpec[],
): { readonly layer: LayerSelector; readonly head: LayerOrAggregate } {
  const layers = Math.min(...specs.map((spec) => layersOf(spec, part)));
  const heads = Math.min(...specs.map((spec) => spec.heads));
  return {
    layer: layer === 'rollout' || isIndexOrAggregate(layer, layers) ? layer : layers >> 1,
    head: isIndexOrAggregate(head, heads) ? head : 'mean',
  };
}

function isIndexOrAggregate(value: unknown, count: number): value is LayerOrAggregate {
  return value === 'mean' || value === 'max' || isIndex(value, count);
}
