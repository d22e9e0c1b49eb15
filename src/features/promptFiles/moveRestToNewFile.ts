import * as vscode from 'vscode';
import { boundaryBefore } from '../../core/text/wordSentenceAndHeadingBoundaries';
import { END_BOUNDARIES } from '../../core/tokens/preferredSegmentEnds';
import type { Previews } from '../../host/diffPreviews';
import { formatCount } from '../shared/formatNumbers';
import { fileName } from '../shared/nameOfPromptFile';

const TITLE = 'Move the rest to a file of its own…';

/** The command that moves what an agent does not read, from `offset` on, to a new file. */
export function moveRestCommand(document: vscode.TextDocument, offset: number): vscode.Command {
  return { title: TITLE, command: 'leftContext.moveRest', arguments: [document.uri.toString(), offset] };
}

/** Registers the command. A diff shows what goes and what is left in its place before anything is changed. */
export function registerMoveRest(previews: Previews): vscode.Disposable {
  return vscode.commands.registerCommand('leftContext.moveRest', async (uri: string, offset: number) => {
    const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri);
    if (!document) return;
    const { version } = document;
    const text = document.getText();
    const target = await unusedName(document.uri);
    const name = target.path.split('/').at(-1)!;
    const link = `For more, read ${name} in this folder.\n`;
    // The link must be read, too.
    const start = startOfRest(text, Math.max(0, offset - link.length));
    const rest = new vscode.Range(document.positionAt(start), document.positionAt(text.length));
    const edits = [vscode.TextEdit.replace(rest, link)];
    const contents = new TextEncoder().encode(text.slice(start));
    const question = `Move ${formatCount(text.length - start)} characters to the new file ${name}?`;
    await previews.confirm(document, version, edits, `Move the rest: ${fileName(document)}`, question, (edit) =>
      edit.createFile(target, { contents }),
    );
  });
}

/** Where the part that stays ends: at the best boundary before `limit`, as the segments of a split end. */
function startOfRest(text: string, limit: number): number {
  for (const [boundary, leastUsed] of END_BOUNDARIES) {
    const start = boundaryBefore(text, boundary, limit, limit * leastUsed);
    if (start !== undefined) return start;
  }
  return 0;
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
