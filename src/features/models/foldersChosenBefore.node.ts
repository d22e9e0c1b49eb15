import { stat } from 'node:fs/promises';
import type * as vscode from 'vscode';
import type { Task } from '../../core/models/modelSpec';

/** Most folders that are remembered. */
const MOST = 10;
const KEY = 'leftContext.chosenFolders';

/** A folder of a model that was chosen. */
export interface ChosenFolder {
  readonly folder: string;
  readonly task: Task;
}

/** Remembers which folders of models were chosen, since nothing else lists them once another model is chosen. */
export class FoldersChosenBefore {
  readonly #memory: vscode.Memento;

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  /** Those that are there now and do one of these tasks, the latest first. */
  async list(tasks: readonly Task[]): Promise<string[]> {
    const fitting = this.#all.filter(({ task }) => tasks.includes(task));
    const isThere = await Promise.all(
      fitting.map(({ folder }) =>
        stat(folder).then(
          () => true,
          () => false,
        ),
      ),
    );
    return fitting.filter((_, index) => isThere[index]).map(({ folder }) => folder);
  }

  async remember(chosen: ChosenFolder): Promise<void> {
    const others = this.#all.filter(({ folder }) => folder !== chosen.folder);
    await this.#memory.update(KEY, [chosen, ...others].slice(0, MOST));
  }

  get #all(): readonly ChosenFolder[] {
    return this.#memory.get(KEY) ?? [];
  }
}
