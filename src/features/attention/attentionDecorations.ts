import * as vscode from 'vscode';
import { displayedMapOf, type DisplayedMap } from '../../core/attention/displayedMap';
import type { AttentionSnapshot } from './attentionSnapshot';
import { rangeOf } from '../shared/promptPartOfPage';
import { LEVELS, shadesByLevel } from './howStronglyAttendedTextIsShaded';

/** Shades the prompt in the editor by the attention of the token at the caret, and marks what the panel points at. */
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
  #shadedEditor: vscode.TextEditor | undefined;
  #markedEditor: vscode.TextEditor | undefined;
  /** The displayed map of `#snapshot`, computed once for all carets. */
  #displayedMap: DisplayedMap | undefined;
  #snapshot: AttentionSnapshot | undefined;

  dispose(): void {
    for (const type of [...this.#levels, this.#mark]) type.dispose();
  }

  /** Shades an editor's text by the row of the first map at `caret`. */
  shade(editor: vscode.TextEditor, snapshot: AttentionSnapshot, caret: number): void {
    if (editor !== this.#shadedEditor) this.#clearShades();
    this.#shadedEditor = editor;
    const ranges = this.#rangesByLevel(snapshot, caret);
    this.#levels.forEach((type, level) => editor.setDecorations(type, ranges[level]!));
  }

  /** Marks one range in an editor and none in any other. */
  mark(editor: vscode.TextEditor | undefined, range: vscode.Range | undefined): void {
    if (editor !== this.#markedEditor) this.#markedEditor?.setDecorations(this.#mark, []);
    this.#markedEditor = editor;
    editor?.setDecorations(this.#mark, range ? [range] : []);
  }

  clear(): void {
    this.#clearShades();
    this.mark(undefined, undefined);
  }

  #clearShades(): void {
    for (const type of this.#levels) this.#shadedEditor?.setDecorations(type, []);
    this.#shadedEditor = undefined;
  }

  #rangesByLevel(snapshot: AttentionSnapshot, caret: number): vscode.Range[][] {
    return shadesByLevel(this.#displayedMapOf(snapshot), caret).map((spans) =>
      spans.flatMap((span) => rangeOf(snapshot, span) ?? []),
    );
  }

  #displayedMapOf(snapshot: AttentionSnapshot): DisplayedMap {
    if (this.#displayedMap && this.#snapshot === snapshot) return this.#displayedMap;
    const attention = snapshot.maps[0]!;
    const map = { size: attention.pieces.length, weights: attention.weights };
    this.#snapshot = snapshot;
    this.#displayedMap = displayedMapOf(map, attention, snapshot.view);
    return this.#displayedMap;
  }
}
