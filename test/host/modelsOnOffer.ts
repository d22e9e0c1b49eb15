import * as vscode from 'vscode';
import { ModelsInUse, type ContributedModels } from '../../src/features/models/modelsInUse';
import type { ModelPauseReason } from '../../src/host/modelPause';

/** The models that the pack offers. */
export const PACK: ContributedModels['models'] = [
  { id: 'smollm2', label: 'SmolLM2', task: 'causal', licence: 'Apache-2.0' },
  { id: 'minilm', label: 'MiniLM', task: 'masked', licence: 'Apache-2.0' },
];

/** The models in use on a machine with much memory; by default without the pack. */
export function modelsOnOffer(
  contributed: ContributedModels['models'] = [],
  pause: { readonly reason: ModelPauseReason | undefined } = { reason: undefined },
): ModelsInUse {
  const { event: onDidChange } = new vscode.EventEmitter<void>();
  const pauseNow = {
    get reason() {
      return pause.reason;
    },
    onDidChange,
  };
  const memory = () => ({ totalBytes: 16e9, freeBytes: 8e9 });
  return new ModelsInUse({ models: contributed, onDidChange }, pauseNow, () => true, memory);
}
