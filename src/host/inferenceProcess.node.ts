import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import * as vscode from 'vscode';
import type { Inference, InferenceState } from '../contracts/inference';
import { remote } from '../rpc/remote';

interface Running {
  readonly child: ChildProcess;
  readonly connection: MessageConnection;
  readonly inference: Inference;
}

const CRASHES_PER_MINUTE = 5;

/**
 * The models in a process of their own, forked on the first request and again after a crash. A crash rejects all
 * that waits.
 */
export class InferenceProcess implements Inference, vscode.Disposable {
  readonly #stateChanged = new vscode.EventEmitter<InferenceState>();
  readonly onDidChangeState = this.#stateChanged.event;
  readonly #fork: () => ChildProcess;
  readonly #log: vscode.LogOutputChannel;
  #state: InferenceState = 'resting';
  #running: Running | undefined;
  #crashes: number[] = [];

  constructor(fork: () => ChildProcess, log: vscode.LogOutputChannel) {
    this.#fork = fork;
    this.#log = log;
  }

  get state(): InferenceState {
    return this.#state;
  }

  /** Process id, undefined while not running. */
  get pid(): number | undefined {
    return this.#running?.child.pid;
  }

  complete: Inference['complete'] = (request, signal, onProgress) =>
    this.#ask((models) => models.complete(request, signal, onProgress));
  describe: Inference['describe'] = (request, signal) => this.#ask((models) => models.describe(request, signal));
  /** A process that does not run has loaded nothing. */
  release: Inference['release'] = async (request, signal) => this.#running?.inference.release(request, signal);
  rewrite: Inference['rewrite'] = (request, signal, onProgress) =>
    this.#ask((models) => models.rewrite(request, signal, onProgress));
  see: Inference['see'] = (request, signal) => this.#ask((models) => models.see(request, signal));
  tokenize: Inference['tokenize'] = (request, signal) => this.#ask((models) => models.tokenize(request, signal));
  count: Inference['count'] = (request, signal) => this.#ask((models) => models.count(request, signal));
  /** A process that does not run holds nothing. */
  forget: Inference['forget'] = async (request, signal) => this.#running?.inference.forget(request, signal);
  trim: Inference['trim'] = (request, signal) => this.#ask((models) => models.trim(request, signal));
  split: Inference['split'] = (request, signal) => this.#ask((models) => models.split(request, signal));
  attend: Inference['attend'] = (request, signal) => this.#ask((models) => models.attend(request, signal));
  survey: Inference['survey'] = (request, signal) => this.#ask((models) => models.survey(request, signal));

  /** Ends the process, if any, and lets the next request start a new one. */
  restart(): void {
    this.#crashes = [];
    this.#stop();
    this.#setState('resting');
  }

  dispose(): void {
    this.#stop();
    this.#stateChanged.dispose();
  }

  async #ask<T>(question: (models: Inference) => Promise<T>): Promise<T> {
    if (this.#state === 'given up') {
      throw new Error('The models keep stopping. Run “Left Context: Restart Models” to try again, or look at the log.');
    }
    const running = (this.#running ??= this.#start());
    this.#setState('running');
    try {
      return await question(running.inference);
    } catch (error) {
      // Otherwise the reason would be that a connection was disposed of.
      if (this.#running !== running) throw new Error('The models stopped before they could answer.', { cause: error });
      throw error;
    }
  }

  #start(): Running {
    const child = this.#fork();
    const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    const running = { child, connection, inference: remote<Inference>(connection) };
    this.#log.info(`Inference process ${child.pid} started.`);
    child.stderr?.on('data', (data: Buffer) => this.#log.warn(data.toString().trimEnd()));
    child.once('error', (error) => this.#ended(running, error.message));
    child.once('exit', (code, signal) => this.#ended(running, signal ?? `code ${code}`));
    connection.onError(([error]) => this.#log.error(error));
    connection.listen();
    return running;
  }

  #stop(): void {
    const running = this.#running;
    this.#running = undefined;
    running?.connection.dispose();
    running?.child.kill('SIGKILL');
  }

  #ended(running: Running, how: string): void {
    if (this.#running !== running) return;
    this.#running = undefined;
    running.connection.dispose();
    const now = Date.now();
    this.#crashes = [...this.#crashes.filter((time) => now - time < 60_000), now];
    this.#log.error(`Inference process ${running.child.pid} ended by itself (${how}).`);
    this.#setState(this.#crashes.length >= CRASHES_PER_MINUTE ? 'given up' : 'crashed');
  }

  #setState(state: InferenceState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#stateChanged.fire(state);
  }
}

/** What the inference bundle is started with. */
export interface ForkOptions {
  readonly main: string;
  /** Folders of the embedded and of the downloaded models. */
  readonly embedded: string;
  readonly downloaded: string;
  /** 0 for half of the cores. */
  readonly threads: number;
}

/** Forks the inference bundle. Binary data crosses as it is ('advanced'), never as JSON. */
export function forkInference({ main, embedded, downloaded, threads }: ForkOptions): ChildProcess {
  const used = threads || Math.max(1, availableParallelism() >> 1);
  return fork(main, [embedded, downloaded, String(used)], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // In desktop VS Code the executable is Electron, which runs as Node only when told so.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', ORT_DISABLE_TELEMETRY: '1' },
    execArgv: [],
  });
}
