import { TOPICS, type InsideView, type Topic } from '../../src/contracts/insidePageMessages';
import type { Sampling } from '../../src/core/completion/temperatureTopKAndTopP';
import type { ModelSpec } from '../../src/core/models/modelSpec';
import type { UnitKind } from '../../src/core/text/compareByTokenWordOrSentence';
import { optionOrFirst } from '../common/validateSavedState';
import { fitView } from './fitViewToModel';

/** How similarity is displayed. */
export type SimilarityForm = 'neighbours' | 'plot' | 'matrix';

/** What the page remembers while it is hidden, moved or reloaded. */
export interface InsideState {
  readonly view: InsideView;
  /** The model that the reader picked; until then each topic has the one that suits it best. */
  readonly pickedModel: string | undefined;
  readonly sampling: Sampling;
  readonly unit: UnitKind;
  readonly form: SimilarityForm;
  /** Whether vectors are scaled to length 1 before they are compared. */
  readonly normalise: boolean;
}

/** Sampling that leaves the model's distribution unchanged. */
const UNCHANGED: Sampling = { temperature: 1, topK: Infinity, topP: 1 };

/**
 * Restores a saved state as far as it is valid and the models allow it.
 *
 * @param topic to start with instead of the saved one
 */
export function restoreState(state: unknown, specs: readonly ModelSpec[], topic: Topic | undefined): InsideState {
  const saved = (state ?? {}) as { readonly [Key in keyof InsideState]?: unknown };
  const view = (saved.view ?? {}) as Partial<InsideView>;
  const wantedTopic = topic ?? TOPICS.find((each) => each === view.topic) ?? 'next token';
  const unit = optionOrFirst<UnitKind>(['word', 'token', 'sentence'], saved.unit);
  const pickedModel = typeof saved.pickedModel === 'string' ? saved.pickedModel : undefined;
  return {
    view: fitView({ ...view, topic: wantedTopic, model: pickedModel }, specs, unit),
    pickedModel,
    sampling: restoreSampling(saved.sampling) ?? UNCHANGED,
    unit,
    form: optionOrFirst<SimilarityForm>(['neighbours', 'plot', 'matrix'], saved.form),
    normalise: saved.normalise !== false,
  };
}

function restoreSampling(saved: unknown): Sampling | undefined {
  const { temperature, topK, topP } = (saved ?? {}) as { readonly [Key in keyof Sampling]?: unknown };
  const sampling = {
    temperature: Number(temperature),
    // VS Code saves the state as JSON, where Infinity is null.
    topK: topK === null ? Infinity : Number(topK),
    topP: Number(topP),
  };
  return sampling.temperature >= 0 && sampling.topK >= 1 && sampling.topP >= 0 ? sampling : undefined;
}
