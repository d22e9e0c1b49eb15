import type * as vscode from 'vscode';
import { textOfFile } from '../../host/folderFiles';
import { chainOf } from '../promptFiles/bytesBeforeInChain';

/** A file that an agent reads, and what it reads of it. */
export interface FileOfChain {
  readonly uri: vscode.Uri;
  readonly text: string;
}

/** The AGENTS.md files that an agent reads in the folder of `document`, the topmost first; files without text are left out. */
export async function filesOfAgentsChain(document: vscode.TextDocument): Promise<FileOfChain[]> {
  const { files } = await chainOf(document.uri);
  const texts = await Promise.all(
    files.map(async ({ path, read }) => {
      const uri = document.uri.with({ path });
      const isOpen = uri.toString() === document.uri.toString();
      const text = isOpen ? document.getText() : ((await textOfFile(uri)) ?? '');
      // Behind the limit that all files share, nothing is read.
      const bytes = Buffer.from(text).subarray(0, isOpen ? undefined : read);
      return { uri, text: bytes.toString().replaceAll('\r\n', '\n').trim() };
    }),
  );
  return texts.filter(({ text }) => text !== '');
}
