import * as vscode from 'vscode';
import { onDidChangeFocus } from './onDidChangeFocus';
import { onDidChangeSettings, setting } from './settings';

/** Why the models are paused: the user paused them, or the machine runs on its battery. */
export type ModelPauseReason = 'user' | 'battery';

const POLL_MS = 60_000;

/**
 * Whether the models are paused. Paused models run only what the user requests explicitly. Counting goes on, since it
 * costs next to nothing.
 */
export class ModelPause implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #runsOnBattery: () => Promise<boolean>;
  readonly #listener: vscode.Disposable;
  #pollTimer: NodeJS.Timeout | undefined;
  #isOnBattery = false;
  /** The user's last command; undefined while the power supply alone decides. */
  #command: 'pause' | 'resume' | undefined;
  /** The reason as of the last change event. */
  #announced: ModelPauseReason | undefined;
  #isDisposed = false;

  readonly onDidChange = this.#changed.event;

  /** @param runsOnBattery reads the machine's power supply */
  constructor(runsOnBattery: () => Promise<boolean>) {
    this.#runsOnBattery = runsOnBattery;
    this.#listener = vscode.Disposable.from(
      onDidChangeSettings(['rest'], () => void this.#checkBattery()),
      onDidChangeFocus((isFocused) => {
        if (isFocused) void this.#checkBattery();
      }),
    );
    void this.#checkBattery();
  }

  /** Undefined while the models are not paused. */
  get reason(): ModelPauseReason | undefined {
    if (this.#command === 'pause') return 'user';
    return this.#isOnBattery && this.#command === undefined ? 'battery' : undefined;
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#pollTimer);
    this.#listener.dispose();
    this.#changed.dispose();
  }

  /** Pauses the models, whatever the power supply. */
  pause(): void {
    this.#command = 'pause';
    this.#announce();
  }

  /** Resumes the models until the power supply changes. */
  resume(): void {
    this.#command = 'resume';
    this.#announce();
  }

  async #checkBattery(): Promise<void> {
    const followsBattery = setting('rest') === 'on battery';
    const isOnBattery = followsBattery && (await this.#runsOnBattery());
    if (this.#isDisposed) return;
    clearTimeout(this.#pollTimer);
    if (isOnBattery !== this.#isOnBattery) {
      this.#isOnBattery = isOnBattery;
      if (this.#command === 'resume') this.#command = undefined;
    }
    this.#announce();
    // Nobody types in other windows, so nothing would pause there.
    if (followsBattery && vscode.window.state.focused)
      this.#pollTimer = setTimeout(() => void this.#checkBattery(), POLL_MS);
  }

  #announce(): void {
    if (this.reason === this.#announced) return;
    this.#announced = this.reason;
    // The key keeps its name: keybindings of users name it.
    void vscode.commands.executeCommand('setContext', 'leftContext.isResting', this.reason !== undefined);
    this.#changed.fire();
  }
}
