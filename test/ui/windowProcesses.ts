import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { childrenOf, processesWith, type Process } from '../helpers/processes';
import type { Window } from './window';

const OFTEN_MS = 20;

/** The processes of a window's VS Code, orphans included. */
export class WindowProcesses {
  readonly #folder: string;

  constructor(window: Window) {
    this.#folder = window.editor.profile;
  }

  all(): Process[] {
    return processesWith('XDG_RUNTIME_DIR', this.#folder);
  }

  extensionHosts(): Process[] {
    return this.all().filter(({ command }) => command.includes('--type=extensionHost'));
  }

  extensionHost(): Process {
    return this.extensionHosts()[0] ?? assert.fail('There is no extension host.');
  }

  /** The inference processes: one, or none. */
  inference(): Process[] {
    return this.all().filter(runsModels);
  }

  /** Waits for the inference process of an extension host. Undefined when none has started within `milliseconds`. */
  async nextInference(host: Process, milliseconds: number): Promise<Process | undefined> {
    const end = performance.now() + milliseconds;
    while (performance.now() < end) {
      const found = childrenOf(host).find(runsModels);
      if (found) return found;
      await sleep(OFTEN_MS);
    }
    return undefined;
  }
}

function runsModels({ command }: Process): boolean {
  return /\bdist\/inference\.js /.test(command);
}
