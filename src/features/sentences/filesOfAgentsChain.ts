import type * as vscode from 'vscode';
import { sentOf } from '../../core/agents/reading';
import { codexChain, filesInBudget } from '../promptFiles/codexChain';

/** A file that an agent reads, and what it reads of it. */
export interface FileOfChain {
  readonly uri: vscode.Uri;
  readonly text: string;
}

/** The AGENTS.md files that an agent reads in the folder of `document`, the topmost first; files without text are left out. */
export async function filesOfAgentsChain(document: vscode.TextDocument): Promise<FileOfChain[]> {
  const reading = await codexChain(document.uri);
  return filesInBudget(reading).map(({ path }) => {
    const uri = document.uri.with({ path });
    const isOpen = uri.toString() === document.uri.toString();
    // Behind the limit that all files share, nothing is read of the others.
    const text = isOpen ? document.getText() : sentOf(reading, path);
    return { uri, text: text.replaceAll('\r\n', '\n').trim() };
  });
}
