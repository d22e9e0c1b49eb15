import type { AttentionView } from '../../src/contracts/attentionPageMessages';
import type { LayerOrAggregate, LayerSelector } from '../../src/core/attention/attentionMap';
import { layersToPick } from '../../src/core/attention/layersAtSameDepth';
import type { ModelSpec } from '../../src/core/models/modelSpec';
import { isIndex } from '../common/validateSavedState';

/** The view's layer if there is one to pick, else the middle one; its head if all models have it, else the mean of heads. */
export function fitSelection(
  { layer, head, part = 'encoder' }: Partial<AttentionView>,
  specs: readonly ModelSpec[],
): { readonly layer: LayerSelector; readonly head: LayerOrAggregate } {
  const layers = layersToPick(specs, part);
  const heads = Math.min(...specs.map((spec) => spec.heads));
  return {
    layer: layer === 'rollout' || isIndexOrAggregate(layer, layers) ? layer : layers >> 1,
    head: isIndexOrAggregate(head, heads) ? head : 'mean',
  };
}

function isIndexOrAggregate(value: unknown, count: number): value is LayerOrAggregate {
  return value === 'mean' || value === 'max' || isIndex(value, count);
}
