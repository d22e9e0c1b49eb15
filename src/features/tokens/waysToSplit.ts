import * as vscode from 'vscode';
import { formatCount } from '../shared/formatNumbers';

/** Where the segments of a split go. */
export type SplitOutput = 'separators' | 'documents' | 'json';

/** Asks where the segments go; undefined when cancelled, or when the settings were opened instead. */
export async function pickOutput(
  limit: number,
  overlap: { count: number; unit: string },
): Promise<SplitOutput | undefined> {
  const overlapText = overlap.count === 0 ? 'no overlap' : `an overlap of ${overlap.count} ${overlap.unit}`;
  const items: (vscode.QuickPickItem & { output: SplitOutput | 'settings' })[] = [
    { output: 'separators', label: 'Separators in place', description: 'shown as a diff before it is applied' },
    { output: 'documents', label: 'New documents', description: 'one for each segment' },
    { output: 'json', label: 'JSON array on the clipboard' },
    { output: 'settings', label: '$(gear) Length and overlap…', description: 'leftContext.split' },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: `Split into segments of at most ${formatCount(limit)} tokens, ${overlapText}`,
    placeHolder: 'Segments end before headings, or else after paragraphs or sentences',
  });
  if (picked?.output !== 'settings') return picked?.output;
  await vscode.commands.executeCommand('workbench.action.openSettings', 'leftContext.split');
  return undefined;
}
