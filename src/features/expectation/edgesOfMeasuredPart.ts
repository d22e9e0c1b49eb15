import * as vscode from 'vscode';

/** For text that was not measured, which would otherwise look as if nothing in it were surprising. */
export function unmeasuredType(): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({ opacity: '0.5' });
}

/** For the notes at the ends of the lines in which the measured part begins and ends. */
export function edgeNoteType(): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    after: { margin: '0 0 0 2em', color: new vscode.ThemeColor('editorCodeLens.foreground'), fontStyle: 'italic' },
  });
}

/**
 * Decorations that show where the measured part of a text begins and ends; none where it reaches the text's edge.
 *
 * @returns those of `unmeasuredType`, then those of `edgeNoteType`
 */
export function edgesOfMeasuredPart(
  document: vscode.TextDocument,
  whole: vscode.Range,
  measured: vscode.Range,
): [unmeasured: vscode.DecorationOptions[], notes: vscode.DecorationOptions[]] {
  const edges = [
    {
      range: new vscode.Range(whole.start, measured.start),
      line: measured.start.line,
      note: 'surprise is measured from here',
    },
    {
      range: new vscode.Range(measured.end, whole.end),
      line: measured.end.line,
      note: 'surprise is measured up to here',
    },
  ].filter(({ range }) => document.getText(range).trim() !== '');
  const hoverMessage = 'Not measured: only so many tokens are read at once. Put the caret here to measure this part.';
  return [
    edges.map(({ range }) => ({ range, hoverMessage })),
    edges.map(({ line, note }) => {
      const { end } = document.lineAt(line).range;
      return { range: new vscode.Range(end, end), renderOptions: { after: { contentText: note } } };
    }),
  ];
}
