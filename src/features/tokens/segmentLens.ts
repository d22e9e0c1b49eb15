import * as vscode from 'vscode';
import { promptSelector } from '../../host/promptDocuments';
import { onDidChangeSettings } from '../../host/settings';
import type { TokenCounts } from './tokenCounts';

/** A line above each segment of a prompt that has separators: which of how many it is, and its tokens. */
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
  readonly #listening: vscode.Disposable;
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(counts: TokenCounts) {
    this.#counts = counts;
    this.#listening = counts.onDidCount(() => this.#changed.fire());
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
  }

  /** Of the latest count: when there is a newer one, VS Code is told to ask again. */
  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const count = this.#counts.latest(document);
    const segments = count?.version === document.version ? count.segments : [];
    return segments.map(({ start, count: { count, limit } }, index) => {
      const tooMany = count > limit ? `, ${(count - limit).toLocaleString('en')} too many` : '';
      const title = `segment ${index + 1} of ${segments.length}, ${count.toLocaleString('en')} tokens${tooMany}`;
      const position = document.positionAt(start);
      return new vscode.CodeLens(new vscode.Range(position, position), { title, command: '' });
    });
  }
}
