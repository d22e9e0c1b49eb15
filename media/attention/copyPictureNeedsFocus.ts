import * as l10n from '@vscode/l10n';

/** Puts a PNG on the clipboard. Browsers let a page do so only while it has the focus; throws an error otherwise. */
export async function copyPicture(picture: Blob): Promise<void> {
  if (!document.hasFocus())
    throw new Error(l10n.t('The panel does not have the focus. Click into it, then copy again.'));
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
}
