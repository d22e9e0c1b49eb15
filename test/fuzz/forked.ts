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
import { remote } from '../../src/rpc/jsonRpcCallsAndCancellation';
import { places, root } from '../helpers/fixtures';

/** An inference process, forked as the product does. Call revive() to start it again after it has ended. */
export class ForkedInference {
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

  /** Starts the process again if it has ended. */
  revive(): void {
    if (!this.#isAlive) this.#start();
  }

  /** Kills the process and starts a new one. */
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
        // Rejects all pending requests.
        this.#connection.dispose();
      }),
    );
  }
}
