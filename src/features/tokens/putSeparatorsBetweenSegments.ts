import * as vscode from 'vscode';
import type { Previews } from '../../host/diffPreviews';
import { notify } from '../../host/notify';
import { separatorOf } from './separatorFromSettings';

/** A version of a document, and the range of all its text. */
interface DocumentVersion {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly whole: vscode.Range;
}

/** Puts a separator line after each segment but the last, after a diff. A prompt of one segment stays as it is. */
export async function putSeparators(
  { document, version, whole }: DocumentVersion,
  texts: readonly string[],
  size: string,
  previews: Previews,
): Promise<void> {
  if (texts.length < 2) {
    notify(`This prompt fits into one segment of ${size}. Set a smaller leftContext.split.tokens to split it.`);
    return;
  }
  const joined = texts.map((text, index) => {
    const isLast = index === texts.length - 1;
    return isLast ? text : `${text}${text.endsWith('\n') ? '' : '\n'}${separatorOf(document)}\n`;
  });
  const title = `Split into ${texts.length} segments: ${document.uri.path.split('/').at(-1)}`;
  const question = `Put separators between ${texts.length} segments of ${size}?`;
  await previews.confirm(document, version, [vscode.TextEdit.replace(whole, joined.join(''))], title, question);
}
