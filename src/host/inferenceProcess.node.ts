import type { ChildProcess } from 'node:child_process';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import * as vscode from 'vscode';
import { MEMORY_FULL, type Inference, type InferenceState } from '../contracts/inference';
import { remote } from '../rpc/remote';

interface Running {
  readonly child: ChildProcess;
  readonly connection: MessageConnection;
  readonly inference: Inference;
}

const ENDS_PER_MINUTE = 5;

/** Why a process ended that was not told to. */
type Reason = 'crash' | 'memory';

/**
 * The models in a process of their own, forked on the first request and again after a crash, which rejects all that
 * waits. A process that nobody asks anything of, or that has grown too large, is ended between two requests.
 */
export class InferenceProcess implements Inference, vscode.Disposable {
  readonly #stateChanged = new vscode.EventEmitter<InferenceState>();
  readonly onDidChangeState = this.#stateChanged.event;
  readonly #restarted = new vscode.EventEmitter<void>();
  /** The user wants to try again. */
  readonly onDidRestart = this.#restarted.event;
  readonly #fork: () => ChildProcess;
  readonly #idleMs: () => number;
  readonly #log: vscode.LogOutputChannel;
  #state: InferenceState = 'stopped';
  #running: Running | undefined;
  /** When processes ended that were not told to, in the last minute. */
  #ends: number[] = [];
  #lastEnd: Reason = 'crash';
  #waiting = 0;
  #isFull = false;
  #idle: NodeJS.Timeout | undefined;

  /** @param idleMs how long a process lives of which nobody asks anything */
  constructor(fork: () => ChildProcess, idleMs: () => number, log: vscode.LogOutputChannel) {
    this.#fork = fork;
    this.#idleMs = idleMs;
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
  release: Inference['release'] = async (request, signal) => {
    if (this.#running) await this.#ask((models) => models.release(request, signal));
  };
  rewrite: Inference['rewrite'] = (request, signal, onProgress) =>
    this.#ask((models) => models.rewrite(request, signal, onProgress));
  visibleContext: Inference['visibleContext'] = (request, signal) =>
    this.#ask((models) => models.visibleContext(request, signal));
  surprise: Inference['surprise'] = (request, signal) => this.#ask((models) => models.surprise(request, signal));
  compareSides: Inference['compareSides'] = (request, signal) =>
    this.#ask((models) => models.compareSides(request, signal));
  rightContextWords: Inference['rightContextWords'] = (request, signal, onProgress) =>
    this.#ask((models) => models.rightContextWords(request, signal, onProgress));
  influence: Inference['influence'] = (request, signal, onProgress) =>
    this.#ask((models) => models.influence(request, signal, onProgress));
  nextToken: Inference['nextToken'] = (request, signal) => this.#ask((models) => models.nextToken(request, signal));
  vectors: Inference['vectors'] = (request, signal) => this.#ask((models) => models.vectors(request, signal));
  attentionSteps: Inference['attentionSteps'] = (request, signal) =>
    this.#ask((models) => models.attentionSteps(request, signal));
  positionEncodings: Inference['positionEncodings'] = (request, signal) =>
    this.#ask((models) => models.positionEncodings(request, signal));
  tokenize: Inference['tokenize'] = (request, signal) => this.#ask((models) => models.tokenize(request, signal));
  count: Inference['count'] = (request, signal) => this.#ask((models) => models.count(request, signal));
  /** A process that does not run holds nothing. */
  forget: Inference['forget'] = async (request, signal) => {
    if (this.#running) await this.#ask((models) => models.forget(request, signal));
  };
  trim: Inference['trim'] = (request, signal) => this.#ask((models) => models.trim(request, signal));
  split: Inference['split'] = (request, signal) => this.#ask((models) => models.split(request, signal));
  attend: Inference['attend'] = (request, signal) => this.#ask((models) => models.attend(request, signal));
  surveyHeads: Inference['surveyHeads'] = (request, signal) =>
    this.#ask((models) => models.surveyHeads(request, signal));

  /** Ends the process, if any, and lets the next request start a new one. */
  restart(): void {
    this.#ends = [];
    this.#stop();
    this.#setState('stopped');
    this.#restarted.fire();
  }

  dispose(): void {
    this.#stop();
    this.#stateChanged.dispose();
    this.#restarted.dispose();
  }

  async #ask<T>(question: (models: Inference) => Promise<T>): Promise<T> {
    if (this.#state === 'given up') throw new Error(GIVEN_UP[this.#lastEnd]);
    const running = (this.#running ??= this.#start());
    this.#setState('running');
    this.#waiting++;
    clearTimeout(this.#idle);
    try {
      return await question(running.inference);
    } catch (error) {
      // Otherwise the reason would be that a connection was disposed of.
      if (this.#running !== running) throw new Error('The models stopped before they could answer.', { cause: error });
      throw error;
    } finally {
      this.#waiting--;
      this.#answered();
    }
  }

  /** Nothing may be lost when the process ends now, if nothing waits. */
  #answered(): void {
    clearTimeout(this.#idle);
    if (this.#waiting > 0 || !this.#running) return;
    if (this.#isFull) this.#endFull(this.#running);
    else this.#idle = setTimeout(() => this.#endIdle(), this.#idleMs());
  }

  #endIdle(): void {
    this.#log.info(`Inference process ${this.pid} ends: nobody has asked anything of it for a while.`);
    this.#stop();
    this.#setState('stopped');
  }

  #endFull({ child }: Running): void {
    this.#log.warn(`Inference process ${child.pid} ends: it takes more memory than leftContext.memory.limit allows.`);
    this.#stop();
    this.#count('memory');
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
    connection.onNotification(MEMORY_FULL, () => {
      if (this.#running !== running) return;
      this.#isFull = true;
      this.#answered();
    });
    connection.listen();
    return running;
  }

  #stop(): void {
    const running = this.#running;
    this.#drop();
    running?.connection.dispose();
    running?.child.kill('SIGKILL');
  }

  #drop(): void {
    clearTimeout(this.#idle);
    this.#running = undefined;
    this.#isFull = false;
  }

  #ended(running: Running, how: string): void {
    if (this.#running !== running) return;
    this.#drop();
    running.connection.dispose();
    // After an error it may still be there.
    running.child.kill('SIGKILL');
    this.#log.error(`Inference process ${running.child.pid} ended by itself (${how}).`);
    this.#count('crash');
  }

  /** After so many ends in a minute, the user says when to go on. */
  #count(reason: Reason): void {
    const now = Date.now();
    this.#ends = [...this.#ends.filter((time) => now - time < 60_000), now];
    this.#lastEnd = reason;
    if (this.#ends.length >= ENDS_PER_MINUTE) this.#setState('given up');
    else this.#setState(reason === 'crash' ? 'crashed' : 'stopped');
  }

  #setState(state: InferenceState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#stateChanged.fire(state);
  }
}

const GIVEN_UP: Readonly<Record<Reason, string>> = {
  crash: 'The models keep stopping. Run “Left Context: Restart Models” to try again, or look at the log.',
  memory:
    'The models need more memory than leftContext.memory.limit allows. Raise it or choose a smaller model, then run ' +
    '“Left Context: Restart Models”.',
};
