import type * as vscode from 'vscode';
import type { Completion } from '../../contracts/completion';
import { undefinedWhenAborted } from '../../host/latest';

/** A generation that runs, and for how long what is typed meanwhile agrees with it. */
export class RunningGeneration {
  readonly document: vscode.TextDocument;
  /** Undefined when it was stopped; rejects when it failed by itself. */
  readonly result: Promise<Completion | undefined>;
  readonly #left: string;
  readonly #controller = new AbortController();
  #text = '';
  #wanted: string;

  constructor(
    document: vscode.TextDocument,
    left: string,
    start: (signal: AbortSignal, onProgress: (text: string) => void) => Promise<Completion>,
  ) {
    this.document = document;
    this.#left = left;
    this.#wanted = left;
    const { signal } = this.#controller;
    this.result = undefinedWhenAborted(signal, () => start(signal, (text) => this.#grew(text)));
  }

  stop(): void {
    this.#controller.abort();
  }

  /** Whether this may become what follows `left`: if so, it is stopped as soon as it no longer can. */
  agreesWith(document: vscode.TextDocument, left: string): boolean {
    if (document !== this.document || this.#controller.signal.aborted) return false;
    this.stopUnlessAgreed(left);
    return !this.#controller.signal.aborted;
  }

  stopUnlessAgreed(left: string): void {
    this.#wanted = left;
    const typed = left.slice(this.#left.length);
    const isFollowed = left.startsWith(this.#left) && (typed.startsWith(this.#text) || this.#text.startsWith(typed));
    if (!isFollowed) this.stop();
  }

  /** Until it has ended, in whatever way. */
  async wait(): Promise<void> {
    await this.result.catch(() => undefined);
  }

  #grew(text: string): void {
    this.#text = text;
    this.stopUnlessAgreed(this.#wanted);
  }
}
