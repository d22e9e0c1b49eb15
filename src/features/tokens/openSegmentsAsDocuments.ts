import * as vscode from 'vscode';

/** Opening more documents than this needs confirmation. */
const MANY_DOCUMENTS = 10;

/** Opens each segment as a new document. Asks first when there are many. */
export async function openDocuments(
  { languageId }: vscode.TextDocument,
  texts: readonly string[],
  size: string,
): Promise<void> {
  if (texts.length > MANY_DOCUMENTS) {
    const open = `Open ${texts.length} Documents`;
    const answer = await vscode.window.showInformationMessage(`There are ${texts.length} segments of ${size}.`, open);
    if (answer !== open) return;
  }
  for (const content of texts) {
    const document = await vscode.workspace.openTextDocument({ language: languageId, content });
    await vscode.window.showTextDocument(document, { preview: false });
  }
}
