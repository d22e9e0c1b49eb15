import type * as vscode from 'vscode';
import type { Completion } from '../../contracts/completionRequests';
import { undefinedWhenAborted } from '../../host/latestJob';

/** A running generation, which stops as soon as it can no longer become the text after the caret. */
export class RunningGeneration {
  readonly document: vscode.TextDocument;
  /** Undefined when the generation was stopped; rejects when it failed. */
  readonly result: Promise<Completion | undefined>;
  /** Left context that it continues. */
  readonly #left: string;
  readonly #controller = new AbortController();
  /** Text generated so far. */
  #text = '';
  /** Left context that it must agree with by now. */
  #target: string;

  constructor(
    document: vscode.TextDocument,
    left: string,
    start: (signal: AbortSignal, onProgress: (text: string) => void) => Promise<Completion>,
  ) {
    this.document = document;
    this.#left = left;
    this.#target = left;
    const { signal } = this.#controller;
    this.result = undefinedWhenAborted(signal, () => start(signal, (text) => this.#grow(text)));
  }

  stop(): void {
    this.#controller.abort();
  }

  /**
   * Makes `left` the text that the generation must agree with from now on, and stops it if it cannot. Has no effect for
   * another document.
   *
   * @returns whether the generation goes on and belongs to `document`
   */
  retarget(document: vscode.TextDocument, left: string): boolean {
    if (document !== this.document || this.#controller.signal.aborted) return false;
    this.#target = left;
    this.#stopUnlessAgreeing();
    return !this.#controller.signal.aborted;
  }

  /** Resolves when the generation has finished, failed or been stopped. */
  async wait(): Promise<void> {
    await this.result.catch(() => undefined);
  }

  #grow(text: string): void {
    this.#text = text;
    this.#stopUnlessAgreeing();
  }

  #stopUnlessAgreeing(): void {
    const typed = this.#target.slice(this.#left.length);
    const agrees = typed.startsWith(this.#text) || this.#text.startsWith(typed);
    if (!this.#target.startsWith(this.#left) || !agrees) this.stop();
  }
}
