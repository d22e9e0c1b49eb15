import * as vscode from 'vscode';
import { onDidChangeSettings, setting } from './settings';

/** Why the models rest: the user said so, or the machine runs on its battery. */
export type PauseReason = 'told' | 'battery';

const POLL_MS = 60_000;

/**
 * Whether the models rest: then nothing is asked of them that the user does not ask for by hand, but for counts, which cost
 * next to nothing.
 */
export class Pause implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #runsOnBattery: () => Promise<boolean>;
  readonly #listening: vscode.Disposable;
  #poll: NodeJS.Timeout | undefined;
  #isOnBattery = false;
  /** What the user said last. */
  #said: 'rest' | 'wake' | undefined;
  /** What listeners were told last. */
  #told: PauseReason | undefined;
  #isDisposed = false;

  readonly onDidChange = this.#changed.event;

  /** @param runsOnBattery looks at the machine's power supply */
  constructor(runsOnBattery: () => Promise<boolean>) {
    this.#runsOnBattery = runsOnBattery;
    this.#listening = onDidChangeSettings(['rest'], () => void this.#look());
    void this.#look();
  }

  /** Undefined while they do not rest. */
  get reason(): PauseReason | undefined {
    if (this.#said === 'rest') return 'told';
    return this.#isOnBattery && this.#said === undefined ? 'battery' : undefined;
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#poll);
    this.#listening.dispose();
    this.#changed.dispose();
  }

  /** Tells the models to rest whatever the power supply, or to wake until it changes. */
  say(what: 'rest' | 'wake'): void {
    this.#said = what;
    this.#tell();
  }

  async #look(): Promise<void> {
    const isAsked = setting('rest') === 'on battery';
    const isOnBattery = isAsked && (await this.#runsOnBattery());
    if (this.#isDisposed) return;
    clearTimeout(this.#poll);
    if (isOnBattery !== this.#isOnBattery) {
      this.#isOnBattery = isOnBattery;
      if (this.#said === 'wake') this.#said = undefined;
    }
    this.#tell();
    if (isAsked) this.#poll = setTimeout(() => void this.#look(), POLL_MS);
  }

  #tell(): void {
    if (this.reason === this.#told) return;
    this.#told = this.reason;
    void vscode.commands.executeCommand('setContext', 'leftContext.isPaused', this.reason !== undefined);
    this.#changed.fire();
  }
}
