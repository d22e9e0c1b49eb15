import type { AttentionView } from '../../src/contracts/attentionPageMessages';
import { ATTENTION_PARTS } from '../../src/core/attention/attentionParts';
import type { ModelSpec } from '../../src/core/models/modelSpec';
import { modelsOrFirst, optionOrFirst } from '../common/validateSavedState';
import { isWindowSize } from '../../src/core/attention/attentionWindowSize';
import type { RowForm } from './rowInThreeForms';
import type { Viewport } from './zoomAndPan';
import { fitSelection } from './startAtMiddleLayer';

/** What the page remembers while it is hidden, moved or reloaded. */
export interface AttentionState {
  readonly view: AttentionView;
  /** The models that the reader chose, also those that are missing now: the view shows them again when they are back. */
  readonly chosenModels: readonly string[];
  readonly form: RowForm;
  /** The visible part of each map. */
  readonly viewports: readonly Viewport[];
}

/**
 * Restores a saved state as far as it is valid and the models allow it. By default the view is of the
 * first model's middle layer, over words.
 *
 * @param requestedModel to show instead of the saved view's models
 */
export function restoreState(state: unknown, specs: readonly ModelSpec[], requestedModel?: string): AttentionState {
  const saved = (state ?? {}) as { readonly [Key in keyof AttentionState]?: unknown };
  const view = (saved.view ?? {}) as Partial<AttentionView>;
  const chosenModels = requestedModel === undefined ? idsIn(saved.chosenModels ?? view.models) : [requestedModel];
  const models = modelsOrFirst(chosenModels, specs);
  return {
    view: {
      models: models.map(({ id }) => id),
      ...fitSelection(view, models),
      part: ATTENTION_PARTS.find((part) => part === view.part) ?? 'encoder',
      allHeads: view.allHeads === true,
      // A GPT's tokens cut plain English into pieces that nobody can read; tokens are one click away.
      words: view.words !== false,
      hideSinks: view.hideSinks === true,
      inText: view.inText === true,
      windowTokens: isWindowSize(view.windowTokens) ? view.windowTokens : undefined,
    },
    chosenModels,
    form: optionOrFirst<RowForm>(['text', 'lines', 'table'], saved.form),
    viewports: Array.isArray(saved.viewports) && saved.viewports.every(isViewport) ? saved.viewports : [],
  };
}

function idsIn(models: unknown): string[] {
  return Array.isArray(models) ? models.filter((id) => typeof id === 'string') : [];
}

function isViewport(value: unknown): value is Viewport {
  const { zoom, left, top } = (value ?? {}) as Partial<Viewport>;
  return [zoom, left, top].every(Number.isFinite) && zoom! >= 1;
}
