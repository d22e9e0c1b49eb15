import * as l10n from '@vscode/l10n';
import type { ModelSpec } from '../../src/core/models/modelSpec';
import type { SegmentOption } from '../common/segmentedButtons';

/** Joins the ids of two models in a button's value. */
export const SEPARATOR = '+';

/** The choices of models: each model, and the first two side by side. */
export function modelOptions(specs: readonly ModelSpec[]): SegmentOption<string>[] {
  const direction = {
    masked: l10n.t('reads both ways'),
    encoder: l10n.t('reads both ways'),
    causal: l10n.t('left context only'),
    'text-to-text': l10n.t('reads, then writes'),
  };
  const single = specs.map(({ id, label, task }) => ({ value: id, label, detail: direction[task] }));
  const [first, second] = specs;
  if (!first || !second) return single;
  const label = specs.length === 2 ? l10n.t('Both') : `${first.label} + ${second.label}`;
  return [...single, { value: first.id + SEPARATOR + second.id, label, detail: l10n.t('side by side') }];
}
