import { TOPICS, type InsideView, type Topic } from '../../src/contracts/insidePage';
import { layersOf } from '../../src/core/attention/attentionSelection';
import type { ModelSpec } from '../../src/core/models/modelSpec';
import type { Sampling } from '../../src/core/completion/sampling';
import type { UnitKind } from '../../src/core/text/tokenUnits';

/** How similarity is shown. */
export type SimilarityForm = 'neighbours' | 'plot' | 'matrix';

/** What the page remembers while it is hidden, moved or reloaded. */
export interface SavedState {
  readonly view: InsideView;
  readonly sampling: Sampling;
  readonly unit: UnitKind;
  readonly form: SimilarityForm;
  /** Whether vectors are brought to length 1 before they are compared. */
  readonly normalise: boolean;
}

const AS_IT_IS: Sampling = { temperature: 1, topK: Infinity, topP: 1 };

/** What was kept, as far as it is there and the models allow it. */
export function restoreState(state: unknown, specs: readonly ModelSpec[], topic: Topic | undefined): SavedState {
  const kept = (state ?? {}) as { readonly [Key in keyof SavedState]?: unknown };
  const view = (kept.view ?? {}) as Partial<InsideView>;
  const wanted = topic ?? TOPICS.find((each) => each === view.topic) ?? 'next token';
  return {
    view: fitting({ ...view, topic: wanted }, specs),
    sampling: samplingIn(kept.sampling) ?? AS_IT_IS,
    unit: kept.unit === 'token' || kept.unit === 'sentence' ? kept.unit : 'word',
    form: kept.form === 'plot' || kept.form === 'matrix' ? kept.form : 'neighbours',
    normalise: kept.normalise !== false,
  };
}

/** The view wanted, with a model that can answer its topic and has its layers and heads. */
export function fitting(
  view: Partial<InsideView> & Pick<InsideView, 'topic'>,
  specs: readonly ModelSpec[],
): InsideView {
  const able = ableTo(specs, view.topic);
  const spec = able.find(({ id }) => id === view.model) ?? able[0] ?? specs[0]!;
  const layers = layersOf(spec, 'encoder');
  return {
    topic: view.topic,
    model: spec.id,
    depth: within(view.depth, layers + 1, layers),
    layer: within(view.layer, layers, layers >> 1),
    head: within(view.head, spec.heads, 0),
  };
}

/** The models that can answer a topic: what comes next is known to those that write alone. */
export function ableTo(specs: readonly ModelSpec[], topic: Topic): readonly ModelSpec[] {
  return topic === 'next token' ? specs.filter(({ task }) => task === 'causal') : specs;
}

function within(value: unknown, count: number, instead: number): number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) < count ? Number(value) : instead;
}

function samplingIn(kept: unknown): Sampling | undefined {
  const { temperature, topK, topP } = (kept ?? {}) as { readonly [Key in keyof Sampling]?: unknown };
  const sampling = {
    temperature: Number(temperature),
    // JSON, in which VS Code keeps it, has no Infinity.
    topK: topK === null ? Infinity : Number(topK),
    topP: Number(topP),
  };
  return sampling.temperature >= 0 && sampling.topK >= 1 && sampling.topP >= 0 ? sampling : undefined;
}
