import * as vscode from 'vscode';

/**
 * The text of a document as an agent reads it: that on the disk, or what will be saved where there are changes. VS Code
 * makes mixed line ends equal in its own copy, which changes the number of bytes.
 */
export async function textThatAgentsRead(document: vscode.TextDocument): Promise<string> {
  if (document.isDirty || document.isUntitled) return document.getText();
  try {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(document.uri));
    return withLineFeeds(text) === withLineFeeds(document.getText()) ? text : document.getText();
  } catch {
    // A file of a virtual workspace may be gone.
    return document.getText();
  }
}

/** The position in a document of an offset into its text, whatever the line ends of the text are. */
export function positionInText(text: string, offset: number): vscode.Position {
  const lines = withLineFeeds(text.slice(0, offset)).split('\n');
  return new vscode.Position(lines.length - 1, lines.at(-1)!.length);
}

function withLineFeeds(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
