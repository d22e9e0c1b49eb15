import type { AttentionView } from '../../src/contracts/attentionPage';
import type { LayerOrAggregate, LayerSelector } from '../../src/core/attention/attentionMap';
import { layersOf, ATTENTION_PARTS } from '../../src/core/attention/attentionSelection';
import type { ModelSpec } from '../../src/core/models/modelSpec';
import type { RowForm } from './rowView';
import type { Viewport } from './viewport';

/** What the page remembers while it is hidden, moved or reloaded. */
export interface SavedState {
  readonly view: AttentionView;
  readonly form: RowForm;
  /** Which part of each map was seen. */
  readonly viewports: readonly Viewport[];
}

/** What was kept, as far as it is there and the models allow it; else a view of the first model's middle layer. */
export function restoreState(state: unknown, specs: readonly ModelSpec[], picked?: string): SavedState {
  const kept = (state ?? {}) as { view?: Partial<AttentionView>; form?: unknown; viewports?: unknown };
  const { view = {}, form } = kept;
  const chosen = picked === undefined ? view.models : [picked];
  const wanted = Array.isArray(chosen) ? chosen.filter((id) => specs.some((spec) => spec.id === id)) : [];
  const models = wanted.length > 0 ? wanted : [specs[0]!.id];
  return {
    view: {
      models,
      ...fitting(
        view,
        specs.filter(({ id }) => models.includes(id)),
      ),
      part: ATTENTION_PARTS.find((part) => part === view.part) ?? 'encoder',
      allHeads: view.allHeads === true,
      words: view.words === true,
      hideSinks: view.hideSinks === true,
      inText: view.inText === true,
    },
    form: form === 'lines' || form === 'table' ? form : 'text',
    viewports: Array.isArray(kept.viewports) && kept.viewports.every(isViewport) ? kept.viewports : [],
  };
}

/** The layer and head wanted, if all models have them. */
export function fitting(
  { layer, head, part = 'encoder' }: Partial<AttentionView>,
  specs: readonly ModelSpec[],
): { readonly layer: LayerSelector; readonly head: LayerOrAggregate } {
  const layers = Math.min(...specs.map((spec) => layersOf(spec, part)));
  const heads = Math.min(...specs.map((spec) => spec.heads));
  const isLayer = layer === 'rollout' || isChoice(layer, layers);
  return { layer: isLayer ? layer : layers >> 1, head: isChoice(head, heads) ? head : 'mean' };
}

function isViewport(value: unknown): value is Viewport {
  const { zoom, left, top } = (value ?? {}) as Partial<Viewport>;
  return [zoom, left, top].every(Number.isFinite) && zoom! >= 1;
}

function isChoice(value: unknown, count: number): value is LayerOrAggregate {
  return (
    value === 'mean' || value === 'max' || (Number.isInteger(value) && Number(value) >= 0 && Number(value) < count)
  );
}
