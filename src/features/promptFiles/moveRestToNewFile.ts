import * as vscode from 'vscode';
import { sectionsOf } from '../../core/text/sectionsByHeadingAndRole';
import { notify } from '../../host/notify';
import { fileName } from '../shared/nameOfPromptFile';

const TITLE = 'Move the rest to a file of its own…';

/** The command that moves what follows an offset, from the start of its section on, to a new file. */
export function moveRestCommand(document: vscode.TextDocument, offset: number): vscode.Command {
  return { title: TITLE, command: 'leftContext.moveRest', arguments: [document.uri.toString(), offset] };
}

/** Registers the command. VS Code shows both files as a preview before anything is changed. */
export function registerMoveRest(): vscode.Disposable {
  return vscode.commands.registerCommand('leftContext.moveRest', async (uri: string, offset: number) => {
    const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri);
    if (!document) return;
    const text = document.getText();
    const start = startOfRest(text, offset);
    const target = await unusedName(document.uri);
    const rest = new vscode.Range(document.positionAt(start), document.positionAt(text.length));
    const metadata = { needsConfirmation: true, label: TITLE, description: fileName(document) };
    const edit = new vscode.WorkspaceEdit();
    edit.createFile(target, { contents: new TextEncoder().encode(`${text.slice(start).trimEnd()}\n`) }, metadata);
    const link = `For more, read ${target.path.split('/').at(-1)!} in this folder.\n`;
    edit.replace(document.uri, rest, link, metadata);
    if (!(await vscode.workspace.applyEdit(edit))) notify('Nothing was moved.');
  });
}

/** The start of the last section that begins early enough, else of the paragraph; the text before it keeps room for a link. */
function startOfRest(text: string, offset: number): number {
  const section = sectionsOf(text).findLast(({ span }) => span.start > 0 && span.start <= offset);
  const paragraph = text.lastIndexOf('\n\n', offset) + 2;
  return section && section.span.start > offset / 2 ? section.span.start : paragraph > 1 ? paragraph : offset;
}

/** A name beside the file that no file has: AGENTS-2.md. */
async function unusedName(uri: vscode.Uri): Promise<vscode.Uri> {
  const name = uri.path.split('/').at(-1)!;
  const [stem, ending] = [name.replace(/\.[^.]*$/, ''), /\.[^.]*$/.exec(name)?.[0] ?? ''];
  for (let number = 2; ; number++) {
    const target = vscode.Uri.joinPath(uri, '..', `${stem}-${number}${ending}`);
    const exists = await vscode.workspace.fs.stat(target).then(
      () => true,
      () => false,
    );
    if (!exists) return target;
  }
}
