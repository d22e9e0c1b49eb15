import type { Inference } from '../contracts/inference';
import type { CountResult, Counter } from '../contracts/tokenRequests';
import type { Edit } from '../core/text/textEdit';
import type { Span } from '../core/text/span';

/** A text that changes. */
export interface LiveText {
  read(): string;
  /** In UTF-16 code units. Called with every count, so it must be cheap. */
  length(): number;
}

/** Keeps the inference process's copy of a text up to date: sends the whole text first, then only the edits. */
export class DocumentSync {
  readonly #name: string;
  readonly #text: LiveText;
  /** Version of the process's copy; undefined while it has none. */
  #version: number | undefined;
  #length = 0;
  #pending: Edit[] = [];

  /** @param name unique among all texts */
  constructor(name: string, text: LiveText) {
    this.#name = name;
    this.#text = text;
  }

  /** Length of the process's copy, in UTF-16 code units. */
  get length(): number {
    return this.#length;
  }

  /** Records edits to send with the next count. Each applies to the text that the one before it leaves. */
  edited(edits: readonly Edit[]): void {
    if (this.#version !== undefined) this.#pending.push(...edits);
  }

  /** Records that the text has become another one. It is sent whole with the next count. */
  replaced(): void {
    this.#version = undefined;
  }

  /**
   * Sends the recorded edits and counts the resulting text, and each of `spans`. Run one count at a time.
   *
   * @throws when the copy still differs from the text after it was sent anew
   */
  async count(
    inference: Pick<Inference, 'count'>,
    counters: readonly Counter[],
    spans: readonly Span[],
    signal: AbortSignal,
  ): Promise<readonly CountResult[]> {
    try {
      return await this.#sendAndCount(inference, counters, spans, signal);
    } catch (error) {
      this.#version = undefined;
      throw error;
    }
  }

  async #sendAndCount(
    inference: Pick<Inference, 'count'>,
    counters: readonly Counter[],
    spans: readonly Span[],
    signal: AbortSignal,
  ): Promise<readonly CountResult[]> {
    for (let wholeSends = 0; wholeSends <= 2;) {
      const baseVersion = this.#version;
      if (baseVersion === undefined) {
        wholeSends++;
        this.#length = 0;
        this.#pending = [{ offset: 0, length: 0, text: this.#text.read() }];
      }
      const changes = this.#pending;
      this.#pending = [];
      const length = changes.reduce((sum, change) => sum + change.text.length - change.length, this.#length);
      this.#version = (baseVersion ?? 0) + 1;
      const request = { document: this.#name, baseVersion, version: this.#version, changes, length, counters, spans };
      const counts = await inference.count(request, signal);
      this.#length = length;
      if (counts && this.#pending.length > 0) continue;
      if (counts && length === this.#text.length()) return counts;
      // The process has released its copy, or the text changed without a change event.
      this.#version = undefined;
    }
    throw new Error(
      'The tokens could not be counted: the text kept changing while it was read. Close the file and open it again.',
    );
  }
}
