import type * as vscode from 'vscode';

const KEY = 'leftContext.engineConsents';

/** The addresses that the user lets text be sent to, by origin. Remembered for all workspaces of this machine. */
export class EngineConsents {
  readonly #memory: vscode.Memento;

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  has(origin: string): boolean {
    return this.#origins.includes(origin);
  }

  async give(origin: string): Promise<void> {
    await this.#memory.update(KEY, [...new Set([...this.#origins, origin])]);
  }

  async takeBack(origin: string): Promise<void> {
    await this.#memory.update(
      KEY,
      this.#origins.filter((each) => each !== origin),
    );
  }

  get #origins(): readonly string[] {
    return this.#memory.get<readonly string[]>(KEY) ?? [];
  }
}
