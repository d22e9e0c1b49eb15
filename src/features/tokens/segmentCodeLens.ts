import * as vscode from 'vscode';
import { promptSelector } from '../../host/promptSelector';
import { onDidChangeSettings } from '../../host/settings';
import { formatCount } from '../shared/formatNumbers';
import type { TokenCounts } from './countVisiblePrompts';

/** A code lens above each segment of a prompt with separators: its number, and its tokens. */
export function registerSegmentLens(counts: TokenCounts): vscode.Disposable {
  const lens = new SegmentLens(counts);
  let registration = vscode.languages.registerCodeLensProvider(promptSelector(), lens);
  return vscode.Disposable.from(
    lens,
    { dispose: () => registration.dispose() },
    onDidChangeSettings(['include'], () => {
      registration.dispose();
      registration = vscode.languages.registerCodeLensProvider(promptSelector(), lens);
    }),
  );
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
    const segments = count?.version === document.version ? count.segments : [];
    return segments.map(({ start, count: { count, limit } }, index) => {
      const tooMany = count > limit ? `, ${formatCount(count - limit)} too many` : '';
      const title = `segment ${index + 1} of ${segments.length}, ${formatCount(count)} tokens${tooMany}`;
      const position = document.positionAt(start);
      return new vscode.CodeLens(new vscode.Range(position, position), { title, command: '' });
    });
  }
}
