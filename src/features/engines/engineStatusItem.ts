import * as vscode from 'vscode';
import type { EngineConnections } from '../../host/engines/engineConnections';
import { ENGINE_ROLES, ENGINE_SETTINGS, engineNameFor } from '../../host/engines/engineRoles';
import { isThisMachine } from '../../host/engines/engineTypes';
import { onDidChangeSettings } from '../../host/settings';
import { engineTooltip, shortState, type DescribedEngine } from './engineWording';

/**
 * The status item of engines, which is there as long as the settings name one: which model answers, that text leaves the editor, and what
 * went wrong. A click leads to “Connect an Engine…”.
 */
export function registerEngineStatusItem(engines: EngineConnections): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('leftContext.engine', vscode.StatusBarAlignment.Right, 96);
  item.name = 'Left Context: Engine';
  item.command = 'leftContext.connectEngine';
  const show = () => {
    const described = enginesOf(vscode.window.activeTextEditor?.document, engines);
    if (described.length === 0) {
      item.hide();
      return;
    }
    const texts = described.map(({ name, state }) => shortState(name, engines.labelOf(name), state));
    item.text = `${iconOf(described)} ${texts.join(' · ')}`;
    item.accessibilityInformation = { label: `Left Context: ${texts.join(', ')}` };
    item.tooltip = new vscode.MarkdownString(described.map(engineTooltip).join('\n\n---\n\n'), true);
    item.show();
  };
  show();
  return vscode.Disposable.from(
    item,
    engines.onDidChange(show),
    onDidChangeSettings(ENGINE_SETTINGS, show),
    vscode.window.onDidChangeActiveTextEditor(show),
  );
}

/** The engines that the settings name for a document, with all their roles. */
function enginesOf(document: vscode.TextDocument | undefined, engines: EngineConnections): DescribedEngine[] {
  const names = new Set(ENGINE_ROLES.map((role) => engineNameFor(role, document)).filter((name) => name !== ''));
  return [...names].map((name) => {
    const url = engines.profiles.find((profile) => profile.name === name)?.url;
    return {
      name,
      url,
      isHere: url !== undefined && isThisMachine(url),
      roles: ENGINE_ROLES.filter((role) => engineNameFor(role, document) === name),
      state: engines.stateOf(name),
    };
  });
}

function iconOf(described: readonly DescribedEngine[]): string {
  const kinds = described.map(({ state }) => state.kind);
  if (kinds.some((kind) => kind === 'failing' || kind === 'not listed')) return '$(warning)';
  if (kinds.some((kind) => kind === 'not allowed' || kind === 'waits for consent')) return '$(circle-slash)';
  return kinds.includes('connecting') ? '$(loading~spin)' : '$(cloud-upload)';
}
