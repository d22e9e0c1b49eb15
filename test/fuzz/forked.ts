import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import type { Inference } from '../../src/contracts/inference';
import { forkInference } from '../../src/host/forkInference.node';
import { remote } from '../../src/rpc/remote';
import { places, root } from '../helpers/fixtures';

/** The inference process as the product forks it, started again by whoever sees that it has ended. */
export class Forked {
  #child!: ChildProcess;
  #connection!: MessageConnection;
  #inference!: Inference;
  #ended = Promise.resolve();
  #isAlive = false;

  constructor() {
    this.#start();
  }

  get child(): ChildProcess {
    return this.#child;
  }

  get connection(): MessageConnection {
    return this.#connection;
  }

  get inference(): Inference {
    return this.#inference;
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Starts it again when it has ended. */
  revive(): void {
    if (!this.#isAlive) this.#start();
  }

  /** Ends it, whatever it does, and starts it anew. */
  async restart(): Promise<void> {
    await this.stop();
    this.#start();
  }

  async stop(): Promise<void> {
    const wasAlive = this.#isAlive;
    this.#isAlive = false;
    this.#connection.dispose();
    if (wasAlive) this.#child.kill('SIGKILL');
    await this.#ended;
  }

  #start(): void {
    const main = path.join(root, 'dist', 'inference.js');
    const child = forkInference({ main, ...places, threads: 1, memoryLimit: 4_000, releaseAfter: 10 });
    child.stderr?.resume();
    this.#child = child;
    this.#connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    this.#connection.listen();
    this.#inference = remote<Inference>(this.#connection);
    this.#isAlive = true;
    this.#ended = new Promise((resolve) =>
      child.once('exit', () => {
        resolve();
        if (this.#child !== child || !this.#isAlive) return;
        this.#isAlive = false;
        // All that waits is rejected.
        this.#connection.dispose();
      }),
    );
  }
}
