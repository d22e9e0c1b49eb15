import * as vscode from 'vscode';

/** What the user chose for one file. */
export interface FileChoice {
  /** Whether the file is a prompt; undefined leaves it to the settings and the file's name. */
  readonly isPrompt?: boolean | undefined;
  /** The limit that the file must keep; undefined leaves it to the settings. */
  readonly limit?: { readonly model: string; readonly tokens: number } | undefined;
}

const KEY = 'leftContext.fileChoices';

const changed = new vscode.EventEmitter<void>();
/** Choices of untitled documents, whose names are given to other documents later. */
const untitled = new Map<string, FileChoice>();
let memory: vscode.Memento | undefined;

/** Fires when a choice for a file has changed. */
export const onDidChangeFileChoices = changed.event;

/** Reads and writes choices in `workspace` from now on, so that they are remembered for the workspace. */
export function rememberFileChoices(workspace: vscode.Memento): vscode.Disposable {
  memory = workspace;
  return vscode.workspace.onDidCloseTextDocument(({ uri, isClosed }) => {
    // A change of language closes a document, too, and opens it again.
    if (isClosed) untitled.delete(uri.toString());
  });
}

/** What the user chose for a file; nothing by default. */
export function fileChoice(uri: vscode.Uri): FileChoice {
  return untitled.get(uri.toString()) ?? remembered()[uri.toString()] ?? {};
}

/** Changes parts of what is chosen for a file; undefined takes a part back. */
export async function changeFileChoice(uri: vscode.Uri, change: FileChoice): Promise<void> {
  const choice = { ...fileChoice(uri), ...change };
  if (uri.scheme === 'untitled') untitled.set(uri.toString(), choice);
  else await memory?.update(KEY, { ...remembered(), [uri.toString()]: choice });
  changed.fire();
}

/** The files that somebody treats as prompts in this workspace. */
export function filesTreatedAsPrompts(): vscode.Uri[] {
  return Object.entries(remembered()).flatMap(([uri, { isPrompt }]) => (isPrompt ? [vscode.Uri.parse(uri)] : []));
}

function remembered(): Readonly<Record<string, FileChoice>> {
  return memory?.get(KEY) ?? {};
}
