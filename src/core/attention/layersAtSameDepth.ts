import type { ModelSpec } from '../models/modelSpec';
import type { LayerSelector } from './attentionMap';
import { layersOf, type AttentionPart } from './attentionParts';
import type { AttentionSelection } from './selectedModelPartLayerAndHead';

/** How many layers there are to pick from for models side by side: those of the deepest one. */
export function layersToPick(specs: readonly ModelSpec[], part: AttentionPart): number {
  return Math.max(...specs.map((spec) => layersOf(spec, part)));
}

/**
 * The layer of one of these models for a picked one: the layer at the same relative depth, so that the first layers stand
 * side by side, and so do the middle and the last ones. Aggregates of layers stay.
 */
export function layerOf(
  spec: ModelSpec,
  picked: LayerSelector,
  specs: readonly ModelSpec[],
  part: AttentionPart,
): LayerSelector {
  return layerAtSameDepth(picked, layersToPick(specs, part), layersOf(spec, part));
}

/** The map of each model that a view shows. */
export function mapsOfView(
  { layer, head, part }: Pick<AttentionSelection, 'layer' | 'head' | 'part'>,
  specs: readonly ModelSpec[],
) {
  return specs.map((spec) => ({ model: spec.id, layer: layerOf(spec, layer, specs, part), head }));
}

/** The layer of `to` layers at the relative depth of `layer` among `from` layers. */
export function layerAtSameDepth(layer: LayerSelector, from: number, to: number): LayerSelector {
  if (typeof layer !== 'number' || from === to) return layer;
  return from < 2 ? to >> 1 : Math.round((layer * (to - 1)) / (from - 1));
}
