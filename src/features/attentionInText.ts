import * as vscode from 'vscode';
import { largest, rowOf } from '../core/attention';
import { planeOf, unitAt } from '../core/attentionPlane';
import { shift } from '../core/span';
import { toRange } from '../host/convert';
import type { Shown } from './attentionPage';

/** Colours leftContext.attention1 to 5, weakest first. */
const LEVELS = 5;

/** Shades the prompt in the editor by what the token of the caret looks at, and marks what the panel points at. */
export class AttentionInText implements vscode.Disposable {
  readonly #levels = Array.from({ length: LEVELS }, (_, level) =>
    vscode.window.createTextEditorDecorationType({
      backgroundColor: new vscode.ThemeColor(`leftContext.attention${level + 1}`),
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    }),
  );
  readonly #pointed = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor('editor.findMatchHighlightBackground'),
    outlineColor: new vscode.ThemeColor('contrastActiveBorder'),
  });
  #shaded: vscode.TextEditor | undefined;

  dispose(): void {
    for (const type of [...this.#levels, this.#pointed]) type.dispose();
  }

  shade(editor: vscode.TextEditor, { document, offset, maps, view }: Shown, caret: number): void {
    if (editor !== this.#shaded) this.clear();
    this.#shaded = editor;
    const { pieces, weights } = maps[0]!;
    const plane = planeOf({ size: pieces.length, weights }, maps[0]!, view);
    const row = unitAt(plane, caret);
    const ranges: vscode.Range[][] = this.#levels.map(() => []);
    if (row >= 0) {
      const looks = rowOf(plane.map, row);
      const most = largest(looks);
      looks.forEach((weight, unit) => {
        const level = Math.round((weight / most) * LEVELS) - 1;
        const [start, end] = [plane.starts[unit]!, plane.ends[unit]!];
        if (level >= 0 && start >= 0) ranges[level]!.push(toRange(document, shift({ start, end }, offset)));
      });
    }
    this.#levels.forEach((type, level) => editor.setDecorations(type, ranges[level]!));
  }

  point(editor: vscode.TextEditor | undefined, range: vscode.Range | undefined): void {
    editor?.setDecorations(this.#pointed, range ? [range] : []);
  }

  clear(): void {
    for (const type of this.#levels) this.#shaded?.setDecorations(type, []);
    this.#shaded = undefined;
  }
}
