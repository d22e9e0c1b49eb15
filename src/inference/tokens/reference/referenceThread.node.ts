import { once } from 'node:events';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { errorText } from '../../../core/errorText';
import type {
  EncodedText,
  LoadAnswer,
  LoadRequest,
  TokenAnswer,
  TokenRequest,
  TokensAround,
} from './referenceMessages';

/** A tokenizer that Hugging Face's `tokenizers` run. */
export interface ReferenceTokenizer extends TokensAround {
  encode(text: string): EncodedText;
  /** The text of ids, without special tokens. */
  decode(ids: readonly number[]): string;
  /** Frees its memory at once. It cannot be used any more. */
  release(): void;
}

/** What the thread is started with. */
export interface ThreadOptions {
  /** Gets `TokenRequest` and answers each with a `TokenAnswer`. */
  readonly port: MessagePort;
  /** [1]: the number of the request whose answer is on the port. */
  readonly answered: Int32Array;
}

/** The native part of `tokenizers` does not run on this machine. */
export class ReferenceUnavailableError extends Error {}

/**
 * Longest wait for an answer, in milliseconds; a text of megabytes takes seconds. While it waits, this thread cannot learn that the
 * other one has died.
 */
const LONGEST_MS = 120_000;

/** Requests are numbered below this, and then from 0 again. */
const MOST_REQUESTS = 2 ** 30;

/** The thread, as long as somebody uses it: it takes some 40 MB. */
let current: { readonly starting: Promise<ReferenceThread>; users: number } | undefined;
let handles = 0;
/** Frees what is outside JavaScript's memory when nothing refers to a tokenizer any more. */
const unused = new FinalizationRegistry<() => void>((release) => release());

/**
 * Loads a tokenizer from the text of a tokenizer.json. Throws a ReferenceUnavailableError when the native part does not run here,
 * and another Error when it refuses the file.
 */
export async function loadReference(tokenizerJson: string): Promise<ReferenceTokenizer> {
  const before = current;
  const thread = await before?.starting.catch(() => undefined);
  if (thread?.hasEnded && current === before) current = undefined;
  const used = (current ??= { starting: ReferenceThread.start(), users: 0 });
  used.users++;
  const leave = () => {
    if (--used.users > 0) return;
    if (current === used) current = undefined;
    void used.starting.then((started) => started.close()).catch(() => undefined);
  };
  const handle = handles++;
  try {
    const started = await used.starting;
    const around = await started.load(handle, tokenizerJson);
    let isReleased = false;
    const release = () => {
      if (isReleased) return;
      isReleased = true;
      started.release(handle);
      leave();
    };
    const tokenizer: ReferenceTokenizer = {
      ...around,
      encode: (text) => started.ask({ handle, text }) as EncodedText,
      decode: (ids) => (started.ask({ handle, ids: [...ids] }) as { text: string }).text,
      release,
    };
    unused.register(tokenizer, release);
    return tokenizer;
  } catch (error) {
    leave();
    throw error;
  }
}

/**
 * A thread with the native tokenizers, which answer later only. Tokens are needed within one turn of the scheduler, so `ask`
 * waits for the answer.
 */
class ReferenceThread {
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #answered: Int32Array<SharedArrayBuffer>;
  #hasEnded = false;
  /** Number of the latest request. */
  #asked = 0;
  readonly #loading = new Map<number, { resolve(around: TokensAround): void; reject(error: Error): void }>();

  static async start(): Promise<ReferenceThread> {
    try {
      const started = new ReferenceThread();
      await once(started.#worker, 'message');
      started.#listen();
      return started;
    } catch (error) {
      throw new ReferenceUnavailableError(errorText(error), { cause: error });
    }
  }

  private constructor() {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#answered = new Int32Array(new SharedArrayBuffer(4));
    // Always the built file: a thread reads no TypeScript. In the bundle, the build puts it beside.
    this.#worker = new Worker(require.resolve('../../../../dist/referenceWorker.node.js'), {
      workerData: { port: port2, answered: this.#answered } satisfies ThreadOptions,
      transferList: [port2],
    });
  }

  #listen(): void {
    this.#worker.on('message', (answer: LoadAnswer) => this.#finishLoading(answer));
    this.#worker.on('error', (error) => this.#end(error.message));
    this.#worker.on('exit', () => this.#end('the thread has ended'));
    // It may not keep the process alive, except while it loads.
    this.#worker.unref();
  }

  /** Whether it has ended, by itself or since it took all the memory that a thread may have. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  #end(reason: string): void {
    this.#hasEnded = true;
    for (const { reject } of this.#loading.values()) reject(new ReferenceUnavailableError(reason));
    this.#loading.clear();
  }

  load(handle: number, text: string): Promise<TokensAround> {
    return new Promise((resolve, reject) => {
      this.#loading.set(handle, { resolve, reject });
      this.#worker.ref();
      this.#send({ handle, text });
    });
  }

  release(handle: number): void {
    this.#send({ release: handle });
  }

  /** Ends the thread. */
  close(): void {
    this.#port.close();
    this.#send('close');
  }

  #send(request: LoadRequest): void {
    this.#worker.postMessage(request);
  }

  #finishLoading(answer: LoadAnswer): void {
    const { resolve, reject } = this.#loading.get(answer.handle)!;
    this.#loading.delete(answer.handle);
    if (this.#loading.size === 0) this.#worker.unref();
    if ('error' in answer) reject(new Error(answer.error));
    else resolve(answer);
  }

  /** Blocks this thread until the other one has answered. */
  ask(request: Omit<TokenRequest, 'number'>): TokenAnswer {
    const number = (this.#asked = (this.#asked + 1) % MOST_REQUESTS);
    if (!this.#hasEnded) this.#port.postMessage({ ...request, number } satisfies TokenRequest);
    for (let answered = Atomics.load(this.#answered, 0); answered !== number;) {
      // A wake-up may be that of the request before, which came late: only the number says whose answer is there.
      const isDead = this.#hasEnded || Atomics.wait(this.#answered, 0, answered, LONGEST_MS) === 'timed-out';
      if (isDead) this.#giveUp();
      answered = Atomics.load(this.#answered, 0);
    }
    const { message } = receiveMessageOnPort(this.#port) as { message: TokenAnswer };
    if ('error' in message)
      throw new Error(
        'The tokenizer of this model cannot encode the text: its files do not fit together. Get them again, or choose another model.',
      );
    return message;
  }

  #giveUp(): never {
    this.#hasEnded = true;
    void this.#worker.terminate();
    throw new Error(
      'The tokenizer does not answer: the text may be too long for it. Shorten the text, or run “Left Context Models: Restart Models”.',
    );
  }
}
