import * as l10n from '@vscode/l10n';
import { labelOf } from '../../src/core/models/modelLabel';
import type { ModelSpec } from '../../src/core/models/modelSpec';

/** Says which of the chosen models are missing among those that can be shown; undefined when none is. */
export function missingModelsNote(chosen: readonly string[], specs: readonly ModelSpec[]): string | undefined {
  const missing = chosen.filter((model) => !specs.some(({ id }) => id === model));
  if (missing.length === 0) return undefined;
  return l10n.t('Left out while missing: {0}. Pick a model to go on without.', missing.map(labelOf).join(', '));
}

/** Says that an engine's model, which reads otherwise, cannot be among those on display. */
export function engineNote(engine: string): string {
  return l10n.t('{0} runs on an engine, which shows no attention. Here are models on this machine.', engine);
}
