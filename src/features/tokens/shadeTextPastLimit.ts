import * as vscode from 'vscode';
import { toRange } from '../../host/offsetsToRanges';
import { onDidChangeSettings, setting } from '../../host/settings';
import type { TokenCounts } from './countVisiblePrompts';
import { spansPastLimit } from './textPastLimit';

/** Shades the text after a token limit that somebody chose, with a line where the limit falls. */
export function registerShadePastLimit(counts: TokenCounts): vscode.Disposable {
  const unread = vscode.window.createTextEditorDecorationType({ opacity: '0.55' });
  /** A line before the first unread character, and a mark beside the scroll bar. */
  const ruler = vscode.window.createTextEditorDecorationType({
    borderStyle: 'solid',
    borderWidth: '0 0 0 2px',
    borderColor: new vscode.ThemeColor('editorError.foreground'),
    overviewRulerColor: new vscode.ThemeColor('editorError.foreground'),
    overviewRulerLane: vscode.OverviewRulerLane.Full,
  });
  const shade = (editor: vscode.TextEditor) => {
    const count = counts.latest(editor.document);
    const isShaded = count?.budget.strictBy && setting('budget.shade', editor.document);
    const ranges = isShaded
      ? spansPastLimit(count, count.budget.mainIndex).map((span) => toRange(editor.document, span))
      : [];
    editor.setDecorations(unread, ranges);
    editor.setDecorations(
      ruler,
      ranges.map(({ start }) => new vscode.Range(start, start.translate(0, 1))),
    );
  };
  const shadeAll = () => vscode.window.visibleTextEditors.forEach(shade);
  return vscode.Disposable.from(
    unread,
    ruler,
    counts.onDidCount((document) =>
      vscode.window.visibleTextEditors.filter((editor) => editor.document === document).forEach(shade),
    ),
    vscode.window.onDidChangeVisibleTextEditors(shadeAll),
    onDidChangeSettings(['budget.shade'], shadeAll),
  );
}
