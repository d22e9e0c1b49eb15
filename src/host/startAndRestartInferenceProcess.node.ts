import type { ChildProcess } from 'node:child_process';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import * as vscode from 'vscode';
import { MEMORY_FULL, MODELS_RELEASED, type Inference, type InferenceState } from '../contracts/inference';
import { ModelsCrashedError } from '../contracts/modelsCrashedError';
import { unusableModelOf } from '../contracts/modelUnusableError';
import { errorText } from '../core/errorText';
import { remote } from '../rpc/jsonRpcCallsAndCancellation';
import { type EndReason, MAX_ENDS_PER_MINUTE, endsOfLastMinute, GIVEN_UP } from './stopRestartingAfterCrashes';

/** A process that runs, and the connection to it. */
interface RunningProcess {
  readonly child: ChildProcess;
  readonly connection: MessageConnection;
  readonly inference: Inference;
  hasCrashed: boolean;
}

/** What sent a request: a page waits for its reader after a crash; anything else asks again by itself. */
type Sender = 'page' | 'other';

/**
 * Runs the models in a separate process, forked by the first request and by the next one after a crash. A crash rejects
 * all pending requests. An idle process, or one that uses too much memory, is ended between two requests.
 */
export class InferenceProcess implements Inference, vscode.Disposable {
  readonly #stateChanged = new vscode.EventEmitter<InferenceState>();
  readonly onDidChangeState = this.#stateChanged.event;
  readonly #restarted = new vscode.EventEmitter<void>();
  /** Fires when the user restarts the models. */
  readonly onDidRestart = this.#restarted.event;
  readonly #modelFailed = new vscode.EventEmitter<{ readonly model: string; readonly reason: string }>();
  /** Fires when a request fails since its model cannot be loaded. */
  readonly onDidFailToLoad = this.#modelFailed.event;
  readonly #modelsReleased = new vscode.EventEmitter<readonly string[]>();
  /** Fires with the labels of models that were released to keep the memory limit. */
  readonly onDidReleaseModels = this.#modelsReleased.event;
  readonly #memoryFilled = new vscode.EventEmitter<void>();
  /** Fires when the process was ended because it used too much memory. */
  readonly onDidFillMemory = this.#memoryFilled.event;
  readonly #fork: () => ChildProcess;
  readonly #idleMs: () => number;
  readonly #log: vscode.LogOutputChannel;
  #state: InferenceState = 'stopped';
  #running: RunningProcess | undefined;
  /** Times of the unexpected ends within the last minute, in milliseconds since 1970. */
  #ends: number[] = [];
  #lastEnd: EndReason = 'crash';
  readonly #pendingRequests = { page: 0, other: 0 };
  #isFull = false;
  #idleTimer: NodeJS.Timeout | undefined;

  /** @param idleMs milliseconds without a request after which the process ends */
  constructor(fork: () => ChildProcess, idleMs: () => number, log: vscode.LogOutputChannel) {
    this.#fork = fork;
    this.#idleMs = idleMs;
    this.#log = log;
  }

  get state(): InferenceState {
    return this.#state;
  }

  /** Process id; undefined while no process runs. */
  get pid(): number | undefined {
    return this.#running?.child.pid;
  }

  complete: Inference['complete'] = (request, signal, onProgress) =>
    this.#request((models) => models.complete(request, signal, onProgress));
  readAhead: Inference['readAhead'] = (request, signal) => this.#request((models) => models.readAhead(request, signal));
  /** Does nothing while no process runs: it is to be taught anew when one starts. */
  learn: Inference['learn'] = async (request, signal) => {
    if (this.#running) await this.#request((models) => models.learn(request, signal));
  };
  describe: Inference['describe'] = (request, signal) => this.#request((models) => models.describe(request, signal));
  memoryNeed: Inference['memoryNeed'] = (request, signal) =>
    this.#request((models) => models.memoryNeed(request, signal));
  makeModel: Inference['makeModel'] = (request, signal, onProgress) =>
    this.#request((models) => models.makeModel(request, signal, onProgress));
  /** Does nothing while no process runs, since no model is loaded then. */
  release: Inference['release'] = async (request, signal) => {
    if (this.#running) await this.#request((models) => models.release(request, signal));
  };
  rewrite: Inference['rewrite'] = (request, signal, onProgress) =>
    this.#request((models) => models.rewrite(request, signal, onProgress));
  visibleContext: Inference['visibleContext'] = (request, signal) =>
    this.#request((models) => models.visibleContext(request, signal));
  surprise: Inference['surprise'] = (request, signal) => this.#request((models) => models.surprise(request, signal));
  compareSides: Inference['compareSides'] = (request, signal) =>
    this.#request((models) => models.compareSides(request, signal));
  rightContextWords: Inference['rightContextWords'] = (request, signal, onProgress) =>
    this.#request((models) => models.rightContextWords(request, signal, onProgress));
  influence: Inference['influence'] = (request, signal, onProgress) =>
    this.#request((models) => models.influence(request, signal, onProgress));
  sentenceEffects: Inference['sentenceEffects'] = (request, signal, onProgress) =>
    this.#request((models) => models.sentenceEffects(request, signal, onProgress));
  answers: Inference['answers'] = (request, signal, onProgress) =>
    this.#request((models) => models.answers(request, signal, onProgress));
  variantEffects: Inference['variantEffects'] = (request, signal, onProgress) =>
    this.#request((models) => models.variantEffects(request, signal, onProgress));
  nextToken: Inference['nextToken'] = (request, signal) =>
    this.#request((models) => models.nextToken(request, signal), 'page');
  vectors: Inference['vectors'] = (request, signal) =>
    this.#request((models) => models.vectors(request, signal), 'page');
  attentionSteps: Inference['attentionSteps'] = (request, signal) =>
    this.#request((models) => models.attentionSteps(request, signal), 'page');
  positionEncodings: Inference['positionEncodings'] = (request, signal) =>
    this.#request((models) => models.positionEncodings(request, signal), 'page');
  tokenize: Inference['tokenize'] = (request, signal) => this.#request((models) => models.tokenize(request, signal));
  count: Inference['count'] = (request, signal) => this.#request((models) => models.count(request, signal));
  countMessages: Inference['countMessages'] = (request, signal) =>
    this.#request((models) => models.countMessages(request, signal));
  /** Does nothing while no process runs, since no document is stored then. */
  forget: Inference['forget'] = async (request, signal) => {
    if (this.#running) await this.#request((models) => models.forget(request, signal));
  };
  trim: Inference['trim'] = (request, signal) => this.#request((models) => models.trim(request, signal));
  split: Inference['split'] = (request, signal) => this.#request((models) => models.split(request, signal));
  attend: Inference['attend'] = (request, signal) => this.#request((models) => models.attend(request, signal), 'page');
  surveyHeads: Inference['surveyHeads'] = (request, signal) =>
    this.#request((models) => models.surveyHeads(request, signal), 'page');

  /** Begins to wait for the idle time again, which has changed. */
  idleTimeChanged(): void {
    this.#endOrWait();
  }

  /** Ends the process, if any, and lets the next request start a new one. */
  restart(): void {
    this.#ends = [];
    this.#kill();
    this.#setState('stopped');
    this.#restarted.fire();
  }

  dispose(): void {
    this.#kill();
    this.#stateChanged.dispose();
    this.#restarted.dispose();
    this.#modelFailed.dispose();
    this.#modelsReleased.dispose();
    this.#memoryFilled.dispose();
  }

  async #request<T>(send: (models: Inference) => Promise<T>, sender: Sender = 'other'): Promise<T> {
    if (this.#state === 'given up') throw new Error(GIVEN_UP[this.#lastEnd]);
    const running = (this.#running ??= this.#start());
    this.#setState('running');
    this.#pendingRequests[sender]++;
    clearTimeout(this.#idleTimer);
    try {
      return await send(running.inference);
    } catch (error) {
      const model = unusableModelOf(error);
      if (model !== undefined) this.#modelFailed.fire({ model, reason: errorText(error) });
      // The error would only say that the connection was disposed.
      if (this.#running === running) throw error;
      const Reason = running.hasCrashed ? ModelsCrashedError : Error;
      throw new Reason('The models stopped before they could answer. Try again.', { cause: error });
    } finally {
      this.#pendingRequests[sender]--;
      this.#endOrWait();
    }
  }

  /** While no request is pending: ends a full process at once, and any other process after the idle time. */
  #endOrWait(): void {
    clearTimeout(this.#idleTimer);
    const { page, other } = this.#pendingRequests;
    if (page + other > 0 || !this.#running) return;
    if (this.#isFull) this.#endFull(this.#running);
    else this.#idleTimer = setTimeout(() => this.#endIdle(), this.#idleMs());
  }

  #endIdle(): void {
    this.#log.info(`Inference process ${this.pid} ends: it had no request for a while.`);
    this.#kill();
    this.#setState('stopped');
  }

  #endFull({ child }: RunningProcess): void {
    this.#log.warn(`Inference process ${child.pid} ends: it uses more memory than it may.`);
    this.#kill();
    this.#recordEnd('memory');
    this.#memoryFilled.fire();
  }

  #start(): RunningProcess {
    const child = this.#fork();
    const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    const running: RunningProcess = { child, connection, inference: remote(connection), hasCrashed: false };
    this.#log.info(`Inference process ${child.pid} started.`);
    child.stderr?.on('data', (data: Buffer) => this.#log.warn(data.toString().trimEnd()));
    child.once('error', (error) => this.#handleEnd(running, error.message));
    child.once('exit', (code, signal) => this.#handleEnd(running, signal ?? `code ${code}`));
    connection.onError(([error]) => this.#log.error(error));
    connection.onNotification(MEMORY_FULL, () => {
      if (this.#running !== running) return;
      this.#isFull = true;
      this.#endOrWait();
    });
    connection.onNotification(MODELS_RELEASED, (labels: readonly string[]) => this.#modelsReleased.fire(labels));
    connection.listen();
    return running;
  }

  #kill(): void {
    const running = this.#running;
    this.#reset();
    running?.connection.dispose();
    running?.child.kill('SIGKILL');
  }

  #reset(): void {
    clearTimeout(this.#idleTimer);
    this.#running = undefined;
    this.#isFull = false;
  }

  #handleEnd(running: RunningProcess, how: string): void {
    if (this.#running !== running) return;
    this.#reset();
    running.hasCrashed = true;
    running.connection.dispose();
    // After an error it may still run.
    running.child.kill('SIGKILL');
    this.#log.error(`Inference process ${running.child.pid} ended by itself (${how}).`);
    // What only pages wait for is not asked again without a click, so it does not take counts and ghost text down.
    const { page, other } = this.#pendingRequests;
    if (page > 0 && other === 0) this.#setState('crashed');
    else this.#recordEnd('crash');
  }

  #recordEnd(reason: EndReason): void {
    this.#ends = endsOfLastMinute(this.#ends, Date.now());
    this.#lastEnd = reason;
    if (this.#ends.length >= MAX_ENDS_PER_MINUTE) this.#setState('given up');
    else this.#setState(reason === 'crash' ? 'crashed' : 'stopped');
  }

  #setState(state: InferenceState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#stateChanged.fire(state);
  }
}
