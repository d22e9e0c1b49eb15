import * as vscode from 'vscode';
import type { Exports } from '../../src/extension';

/** The running extension's exports. */
export async function extension(): Promise<Exports> {
  return (await vscode.extensions.getExtension<Exports>('left-context.left-context')!.activate()) as Exports;
}

/** Opens an untitled prompt with this text, the caret at its end. */
export async function openPrompt(content: string, language = 'markdown'): Promise<vscode.TextEditor> {
  // A name that was free again a moment ago can still stand for the document that had it.
  const document = await eventually('a new document', async () => {
    const opened = await vscode.workspace.openTextDocument({ language, content });
    return opened.getText() === content && opened;
  });
  await vscode.window.showTextDocument(document);
  // The editor that it gives back can still be told to show the document before.
  const editor = await eventually('its editor', () =>
    vscode.window.visibleTextEditors.find((visible) => visible.document === document),
  );
  const end = document.positionAt(content.length);
  editor.selection = new vscode.Selection(end, end);
  return editor;
}

/** Types as a person does, key by key. */
export async function type(text: string): Promise<void> {
  for (const character of text) await vscode.commands.executeCommand('type', { text: character });
}

/** Waits until `look` finds something other than undefined or false. */
export async function eventually<T>(
  what: string,
  look: () => T | false | undefined | Promise<T | false | undefined>,
  milliseconds = 20_000,
): Promise<T> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`${what}: not within ${milliseconds} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Accepts the ghost text once there is some; returns the document's text then. */
export async function acceptGhostText(editor: vscode.TextEditor, milliseconds?: number): Promise<string> {
  const before = editor.document.getText();
  const accepted = async () => {
    await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    await new Promise((resolve) => setTimeout(resolve, 300));
    await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
    const after = editor.document.getText();
    return after !== before && after;
  };
  return eventually('ghost text', accepted, milliseconds);
}

export function activeTab(): unknown {
  return vscode.window.tabGroups.activeTabGroup.activeTab?.input;
}

/** Runs a command that shows a diff, and says that it may be applied. */
export async function previewed(command: string, ...rest: unknown[]): Promise<void> {
  const running = vscode.commands.executeCommand(command, ...rest);
  await eventually('the diff', () => activeTab() instanceof vscode.TabInputTextDiff);
  await vscode.commands.executeCommand('leftContext.applyPreview');
  await running;
}

export async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Uses a value of a setting for a while. */
export async function withSetting(name: string, value: unknown, use: () => Promise<void>): Promise<void> {
  const settings = vscode.workspace.getConfiguration('leftContext');
  await settings.update(name, value, vscode.ConfigurationTarget.Global);
  try {
    await use();
  } finally {
    await settings.update(name, undefined, vscode.ConfigurationTarget.Global);
  }
}
