import type { AttentionView } from '../../src/contracts/attentionPageMessages';
import type { LayerOrAggregate, LayerSelector } from '../../src/core/attention/attentionMap';
import { ATTENTION_PARTS, layersOf } from '../../src/core/attention/attentionSelection';
import type { ModelSpec } from '../../src/core/models/modelSpec';
import { isIndex, modelsOrFirst, optionOrFirst } from '../common/validateSavedState';
import type { RowForm } from './rowView';
import type { Viewport } from './zoomAndPan';

/** What the page remembers while it is hidden, moved or reloaded. */
export interface AttentionState {
  readonly view: AttentionView;
  readonly form: RowForm;
  /** The visible part of each map. */
  readonly viewports: readonly Viewport[];
}

/**
 * Restores a saved state as far as it is valid and the models allow it. By default the view is of the
 * first model's middle layer.
 *
 * @param requestedModel to show instead of the saved view's models
 */
export function restoreState(state: unknown, specs: readonly ModelSpec[], requestedModel?: string): AttentionState {
  const saved = (state ?? {}) as { view?: Partial<AttentionView>; form?: unknown; viewports?: unknown };
  const { view = {} } = saved;
  const models = modelsOrFirst(requestedModel === undefined ? view.models : [requestedModel], specs);
  return {
    view: {
      models: models.map(({ id }) => id),
      ...fitSelection(view, models),
      part: ATTENTION_PARTS.find((part) => part === view.part) ?? 'encoder',
      allHeads: view.allHeads === true,
      words: view.words === true,
      hideSinks: view.hideSinks === true,
      inText: view.inText === true,
    },
    form: optionOrFirst<RowForm>(['text', 'lines', 'table'], saved.form),
    viewports: Array.isArray(saved.viewports) && saved.viewports.every(isViewport) ? saved.viewports : [],
  };
}

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

function isViewport(value: unknown): value is Viewport {
  const { zoom, left, top } = (value ?? {}) as Partial<Viewport>;
  return [zoom, left, top].every(Number.isFinite) && zoom! >= 1;
}
