import * as vscode from 'vscode';
import type { Exports } from '../../src/extension';

/** The running extension's exports. */
export async function extension(): Promise<Exports> {
  return (await vscode.extensions.getExtension<Exports>('left-context.left-context')!.activate()) as Exports;
}

/** Opens an untitled prompt with this text, the caret at its end. */
export async function openPrompt(content: string, language = 'markdown'): Promise<vscode.TextEditor> {
  // VS Code may reuse a free name for a moment with the text of the document that had it. It would show such a document in a
  // tab soon, since it is unsaved.
  const document = await eventually('a new document', async () => {
    const opened = await vscode.workspace.openTextDocument({ language, content });
    if (opened.getText() === content) return opened;
    await vscode.window.showTextDocument(opened);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    return undefined;
  });
  await vscode.window.showTextDocument(document);
  // The editor that showTextDocument returns may still show the previous document.
  const editor = await eventually('its editor', () =>
    vscode.window.visibleTextEditors.find((visible) => visible.document === document),
  );
  const end = document.positionAt(content.length);
  editor.selection = new vscode.Selection(end, end);
  return editor;
}

/** Types key by key, as a person does. */
export async function type(text: string): Promise<void> {
  for (const character of text) await vscode.commands.executeCommand('type', { text: character });
}

/**
 * Types a key again and again until VS Code has asked for ghost text behind it, and returns what came of that request. On a busy machine,
 * VS Code does not ask yet when somebody types right after an editor has opened.
 */
export async function typeUntilAsked(document: vscode.TextDocument, key: string) {
  const { ghostText } = await extension();
  return eventually('a request', async () => {
    await type(key);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const last = ghostText.lastRequest;
    return last?.document === document && last.version === document.version && last.outcome;
  });
}

/** Waits until `find` returns something other than undefined or false, and returns that. */
export async function eventually<T>(
  what: string,
  find: () => T | false | undefined | Promise<T | false | undefined>,
  milliseconds = 20_000,
): Promise<T> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const result = await find();
    if (result !== undefined && result !== false) return result;
    if (Date.now() > end) throw new Error(`${what}: not within ${milliseconds} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Waits until VS Code got ghost text for the document's current text. */
export async function suggested(document: vscode.TextDocument): Promise<void> {
  const { ghostText } = await extension();
  const isShown = () => {
    const last = ghostText.lastRequest;
    return last?.document === document && last.version === document.version && last.outcome.kind === 'shown';
  };
  try {
    await eventually('ghost text', isShown);
  } catch (error) {
    const { version, outcome } = ghostText.lastRequest ?? {};
    throw new Error(`version ${document.version}; of ${version}: ${JSON.stringify(outcome)}`, { cause: error });
  }
}

/** Accepts the ghost text once there is some, and returns the document's text after that. */
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

/** What the active tab shows. */
export function activeTab(): unknown {
  return vscode.window.tabGroups.activeTabGroup.activeTab?.input;
}

/** Runs a command that shows a diff, and applies it. */
export async function previewed(command: string, ...args: unknown[]): Promise<void> {
  const running = vscode.commands.executeCommand(command, ...args);
  await eventually('the diff', () => activeTab() instanceof vscode.TabInputTextDiff);
  await vscode.commands.executeCommand('leftContext.applyPreview');
  await running;
}

/** Closes all editors without saving. */
export async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Gives a setting a value while `use` runs, and then the user's value of before. */
export async function withSetting(name: string, value: unknown, use: () => Promise<unknown>): Promise<void> {
  const settings = vscode.workspace.getConfiguration('leftContext');
  const before = settings.inspect(name)?.globalValue;
  await settings.update(name, value, vscode.ConfigurationTarget.Global);
  try {
    await use();
  } finally {
    await settings.update(name, before, vscode.ConfigurationTarget.Global);
  }
}

/** Sets a setting for all tests of the suite that calls this. */
export function settingForSuite(name: string, value: unknown): void {
  const update = (to: unknown) =>
    vscode.workspace.getConfiguration('leftContext').update(name, to, vscode.ConfigurationTarget.Global);
  suiteSetup(() => update(value));
  suiteTeardown(() => update(undefined));
}
