import type * as vscode from 'vscode';

const PREFIX = 'leftContext.engineKey ';

/** The keys of engines in VS Code's secret storage, by origin. */
export class EngineKeys {
  readonly #secrets: vscode.SecretStorage;

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
  }

  get(origin: string): Thenable<string | undefined> {
    return this.#secrets.get(PREFIX + origin);
  }

  /** An empty key deletes the one that is stored. */
  async set(origin: string, key: string): Promise<void> {
    if (key === '') await this.#secrets.delete(PREFIX + origin);
    else await this.#secrets.store(PREFIX + origin, key);
  }

  /** Calls `listener` with the origin whose key has changed, also in another window. */
  onDidChange(listener: (origin: string) => void): vscode.Disposable {
    return this.#secrets.onDidChange(({ key }) => key.startsWith(PREFIX) && listener(key.slice(PREFIX.length)));
  }
}
