import * as vscode from 'vscode';
import { documentRole, onDidChangeRoles } from '../host/documentRole';
import { changeFileChoice } from '../host/fileChoices';
import { notify } from '../host/notify';

/**
 * “Treat This File as a Prompt” and “Not a Prompt”, remembered for the workspace, and the context key `leftContext.role`
 * of the active editor, which menus use.
 */
export function registerTreatAsPrompt(): vscode.Disposable {
  const choose = (isPrompt: boolean) => async (uri?: string | vscode.Uri) => {
    const file = uri ?? vscode.window.activeTextEditor?.document.uri;
    if (!file) notify('No editor is open. Open the file first.');
    else await changeFileChoice(typeof file === 'string' ? vscode.Uri.parse(file) : file, { isPrompt });
  };
  const setRole = () => {
    const document = vscode.window.activeTextEditor?.document;
    void vscode.commands.executeCommand('setContext', 'leftContext.role', document && documentRole(document));
  };
  setRole();
  return vscode.Disposable.from(
    vscode.commands.registerCommand('leftContext.treatAsPrompt', choose(true)),
    vscode.commands.registerCommand('leftContext.notAPrompt', choose(false)),
    vscode.window.onDidChangeActiveTextEditor(setRole),
    // A change of language closes a document and opens it again.
    vscode.workspace.onDidOpenTextDocument(setRole),
    onDidChangeRoles(setRole),
  );
}
