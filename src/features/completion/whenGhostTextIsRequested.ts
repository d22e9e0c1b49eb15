import * as vscode from 'vscode';
import { hasRoomFor } from '../../core/completion/noGhostTextMidLine';
import type { SuggestionOutcome } from '../../core/completion/reasonAndButtonsOfNoSuggestion';
import type { ModelPauseReason } from '../../host/modelPause';
import { setting } from '../../host/settings';
import { quietPlaceIn } from './quietPlaceInDocument';
import { leftOf } from './textLeftOfCaret';
import { disablingSetting } from './whereGhostTextIsOff';

/**
 * Why no completion is requested here; undefined when nothing stands in the way. An explicit request is answered even
 * where ghost text is off, on demand, paused or would disturb.
 */
export function obstacleTo(
  document: vscode.TextDocument,
  position: vscode.Position,
  context: vscode.InlineCompletionContext,
  pauseReason: ModelPauseReason | undefined,
  isAfterDeletion: boolean,
): SuggestionOutcome | undefined {
  if (context.triggerKind !== vscode.InlineCompletionTriggerKind.Invoke) {
    const disabledBy = disablingSetting(document);
    if (disabledBy) return { kind: 'off', setting: disabledBy };
    if (setting('completion.trigger', document) === 'on demand') return { kind: 'on demand' };
    if (pauseReason) return { kind: 'paused', onBattery: pauseReason === 'battery' };
    if (isAfterDeletion) return { kind: 'after deletion' };
    const place = quietPlaceIn(document, position);
    if (place) return { kind: 'quiet place', place };
  }
  // While the suggest widget shows an entry, VS Code shows only text that begins with it.
  if (context.selectedCompletionInfo) return { kind: 'suggest widget' };
  if (!hasRoomFor(document.lineAt(position).text.slice(position.character))) return { kind: 'mid line' };
  return leftOf(document, position).trim() === '' ? { kind: 'nothing to read' } : undefined;
}
