import * as vscode from 'vscode';
import { answersFileOf, answersInFile, answersInFrontMatter, type Answer } from '../../core/sentences/answers';
import { textOfFile } from '../../host/folderFiles';

/** The answers that are kept for a prompt, in a file beside it and in its front matter. */
export async function answersKeptFor(document: vscode.TextDocument): Promise<Answer[]> {
  const beside = document.isUntitled ? '' : await textOf(document.uri.with({ path: answersFileOf(document.uri.path) }));
  return [...answersInFile(withLineFeeds(beside)), ...answersInFrontMatter(withLineFeeds(document.getText()))];
}

/** A file as it stands in an editor, else as it is saved; empty where there is none. */
async function textOf(uri: vscode.Uri): Promise<string> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  return open?.getText() ?? (await textOfFile(uri)) ?? '';
}

function withLineFeeds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
