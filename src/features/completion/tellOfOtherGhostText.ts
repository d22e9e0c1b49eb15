import * as vscode from 'vscode';
import {
  OTHER_GHOST_TEXT,
  valueThatTurnsOff,
  writesIn,
  type OtherGhostText,
} from '../../core/completion/otherGhostText';
import { writeSetting } from '../../host/writeSettingWhereItIsSet';
import type { GhostText } from './ghostText';

/** Names of those that were told of, which stay told of. */
const KEY = 'leftContext.otherGhostText';

/**
 * Says once that another extension writes ghost text in the same files, where VS Code shows whichever answers first, and offers
 * what ends it.
 */
export function tellOfOtherGhostText(
  ghostText: Pick<GhostText, 'onDidOffer'>,
  state: vscode.Memento,
): vscode.Disposable {
  return ghostText.onDidOffer(({ document }) => {
    const told = state.get<readonly string[]>(KEY, []);
    const other = OTHER_GHOST_TEXT.find((each) => !told.includes(each.name) && isActive(each, document.languageId));
    if (!other) return;
    void state.update(KEY, [...told, other.name]);
    void tell(other, document.languageId);
  });
}

function isActive(other: OtherGhostText, language: string): boolean {
  return other.extensions.some((id) => vscode.extensions.getExtension(id)) && writesIn(other, valueOf(other), language);
}

function valueOf({ setting }: OtherGhostText): unknown {
  return configuration().get(setting);
}

function configuration(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration();
}

/** Where a change takes effect: a workspace's value hides the user's. */
function targetOf(setting: string): vscode.ConfigurationTarget {
  const isSetInWorkspace = configuration().inspect(setting)?.workspaceValue !== undefined;
  return isSetInWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
}

async function tell(other: OtherGhostText, language: string): Promise<void> {
  const { name, setting } = other;
  const off = valueThatTurnsOff(other, valueOf(other), language);
  const theirsOff = off ? `${name} Off for “${language}”` : `Open Setting of ${name}`;
  const onRequest = 'Left Context on Request';
  const chosen = await vscode.window.showInformationMessage(
    `${name} writes ghost text here, too, and VS Code shows whichever answers first. Turn it off ` +
      `${off ? `for the language “${language}”, which covers all files of that language` : 'altogether'}, or let Left Context ` +
      'suggest only when you run Trigger Inline Suggestion.',
    theirsOff,
    onRequest,
    'Keep Both',
  );
  if (chosen === onRequest) await writeSetting('completion.trigger', 'on demand');
  else if (chosen === theirsOff && off) await configuration().update(setting, off, targetOf(setting));
  else if (chosen === theirsOff) await vscode.commands.executeCommand('workbench.action.openSettings', setting);
}
