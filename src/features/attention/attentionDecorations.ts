import * as vscode from 'vscode';
import { largest, rowOf } from '../../core/attention/attentionMap';
import { displayedMapOf, unitAt, type DisplayedMap } from '../../core/attention/displayedMap';
import { rangeOf, type AttentionSnapshot } from './attentionSnapshot';

/** Colours leftContext.attention1 to 5, weakest first. */
const LEVELS = 5;

/** Shades the prompt in the editor by what the token of the caret looks at, and marks what the panel points at. */
export class AttentionDecorations implements vscode.Disposable {
  readonly #levels = Array.from({ length: LEVELS }, (_, level) =>
    vscode.window.createTextEditorDecorationType({
      backgroundColor: new vscode.ThemeColor(`leftContext.attention${level + 1}`),
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    }),
  );
  readonly #mark = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor('editor.findMatchHighlightBackground'),
    outlineColor: new vscode.ThemeColor('contrastActiveBorder'),
  });
  #shaded: vscode.TextEditor | undefined;
  #marked: vscode.TextEditor | undefined;
  #shown: AttentionSnapshot | undefined;
  #plane: DisplayedMap | undefined;

  dispose(): void {
    for (const type of [...this.#levels, this.#mark]) type.dispose();
  }

  shade(editor: vscode.TextEditor, shown: AttentionSnapshot, caret: number): void {
    if (editor !== this.#shaded) this.#clearShades();
    this.#shaded = editor;
    const plane = this.#planeOf(shown);
    const row = unitAt(plane, caret);
    const ranges: vscode.Range[][] = this.#levels.map(() => []);
    if (row >= 0) {
      // Sinks would leave all others pale, and most of them have no place in the text.
      const weights = rowOf(plane.map, row).map((weight, unit) => (plane.isSink[unit] ? 0 : weight));
      const most = largest(weights);
      weights.forEach((weight, unit) => {
        const level = Math.round((weight / most) * LEVELS) - 1;
        const range = level >= 0 && rangeOf(shown, { start: plane.starts[unit]!, end: plane.ends[unit]! });
        if (range) ranges[level]!.push(range);
      });
    }
    this.#levels.forEach((type, level) => editor.setDecorations(type, ranges[level]!));
  }

  /** Marks one range in an editor and none in any other. */
  mark(editor: vscode.TextEditor | undefined, range: vscode.Range | undefined): void {
    if (editor !== this.#marked) this.#marked?.setDecorations(this.#mark, []);
    this.#marked = editor;
    editor?.setDecorations(this.#mark, range ? [range] : []);
  }

  clear(): void {
    this.#clearShades();
    this.mark(undefined, undefined);
  }

  #clearShades(): void {
    for (const type of this.#levels) this.#shaded?.setDecorations(type, []);
    this.#shaded = undefined;
  }

  /** The first map on show as the reader wants it, shaped once for all carets. */
  #planeOf(shown: AttentionSnapshot): DisplayedMap {
    if (this.#plane && this.#shown === shown) return this.#plane;
    const map = shown.maps[0]!;
    this.#shown = shown;
    this.#plane = displayedMapOf({ size: map.pieces.length, weights: map.weights }, map, shown.view);
    return this.#plane;
  }
}
