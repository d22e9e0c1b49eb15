import * as vscode from 'vscode';
import { checkContributions, type ContributedModel } from '../core/models/contributedModels';

/** The models that installed extensions offer under contributes.leftContextModels in their package.json. */
export class ContributedModels implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Fires when an extension with models is installed, updated or removed. */
  readonly onDidChange = this.#changed.event;
  readonly #log: vscode.LogOutputChannel;
  readonly #listener: vscode.Disposable;
  #models: readonly ContributedModel[];

  constructor(log: vscode.LogOutputChannel) {
    this.#log = log;
    this.#models = this.#read();
    this.#listener = vscode.extensions.onDidChange(() => {
      const models = this.#read();
      if (JSON.stringify(models) === JSON.stringify(this.#models)) return;
      this.#models = models;
      this.#changed.fire();
    });
  }

  /** Each `path` is absolute. */
  get models(): readonly ContributedModel[] {
    return this.#models;
  }

  dispose(): void {
    this.#listener.dispose();
    this.#changed.dispose();
  }

  #read(): readonly ContributedModel[] {
    const folders = new Map(vscode.extensions.all.map(({ id, extensionUri }) => [id, extensionUri]));
    const contributions = vscode.extensions.all
      .map(({ id, packageJSON }) => ({ extension: id, entries: entriesIn(packageJSON) }))
      .filter(({ entries }) => entries !== undefined);
    const { models, refusals } = checkContributions(contributions);
    for (const refusal of refusals) this.#log.warn(refusal);
    return models.map(({ extension, path, ...model }) => ({
      ...model,
      path: vscode.Uri.joinPath(folders.get(extension)!, path).fsPath,
    }));
  }
}

function entriesIn(packageJson: unknown): unknown {
  return (packageJson as { contributes?: { leftContextModels?: unknown } } | undefined)?.contributes?.leftContextModels;
}
