import * as vscode from 'vscode';
import { formatCount } from '../shared/formatNumbers';
import type { TokenCounts } from './countVisiblePrompts';

/** A code lens above each segment of a prompt with separators: its number, and its tokens. */
export function registerSegmentLens(counts: TokenCounts): vscode.Disposable {
  const lens = new SegmentLens(counts);
  return vscode.Disposable.from(lens, vscode.languages.registerCodeLensProvider({ pattern: '**' }, lens));
}

class SegmentLens implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #counts: TokenCounts;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listener: vscode.Disposable;
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(counts: TokenCounts) {
    this.#counts = counts;
    this.#listener = counts.onDidCount(() => this.#changed.fire());
  }

  dispose(): void {
    this.#listener.dispose();
    this.#changed.dispose();
  }

  /** Lenses for the latest count. A newer count makes VS Code request them again. */
  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const count = this.#counts.latest(document);
    const parts = count?.version === document.version ? count.parts : [];
    const segments = parts.filter(({ kind }) => kind === 'segment');
    return segments.map(({ start, name, main: { count: tokens, limit } }) => {
      const tooMany = tokens > limit ? `, ${formatCount(tokens - limit)} too many` : '';
      const title = `${name}, ${formatCount(tokens)} tokens${tooMany}`;
      const position = document.positionAt(start);
      return new vscode.CodeLens(new vscode.Range(position, position), { title, command: '' });
    });
  }
}
