import type { Inference } from '../contracts/inference';
import type { CountResult, Counter } from '../contracts/tokens';
import type { Edit } from '../core/text/edit';
import type { Span } from '../core/text/span';

/** A text that changes. */
export interface LiveText {
  read(): string;
  /** In UTF-16 code units; asked for with every count. */
  length(): number;
}

/** What the inference process has been told of a text: at first all of it, then only what changed. */
export class DocumentSync {
  readonly #name: string;
  readonly #text: LiveText;
  /** Undefined while it holds nothing. */
  #version: number | undefined;
  #length = 0;
  #pending: Edit[] = [];

  /** @param name that no other text has */
  constructor(name: string, text: LiveText) {
    this.#name = name;
    this.#text = text;
  }

  /** Of what has been told, in UTF-16 code units. */
  get length(): number {
    return this.#length;
  }

  /** The text has changed, each edit in turn. */
  edited(edits: readonly Edit[]): void {
    if (this.#version !== undefined) this.#pending.push(...edits);
  }

  /** Tells what is to be told, and counts the text as it then is. One count at a time. */
  async count(
    inference: Pick<Inference, 'count'>,
    counters: readonly Counter[],
    spans: readonly Span[],
    signal: AbortSignal,
  ): Promise<readonly CountResult[]> {
    try {
      return await this.#tell(inference, counters, spans, signal);
    } catch (error) {
      this.#version = undefined;
      throw error;
    }
  }

  async #tell(
    inference: Pick<Inference, 'count'>,
    counters: readonly Counter[],
    spans: readonly Span[],
    signal: AbortSignal,
  ): Promise<readonly CountResult[]> {
    for (let beginnings = 0; beginnings <= 2;) {
      const base = this.#version;
      if (base === undefined) {
        beginnings++;
        this.#length = 0;
        this.#pending = [{ offset: 0, length: 0, text: this.#text.read() }];
      }
      const changes = this.#pending;
      this.#pending = [];
      const length = changes.reduce((sum, change) => sum + change.text.length - change.length, this.#length);
      this.#version = (base ?? 0) + 1;
      const request = { document: this.#name, base, version: this.#version, changes, length, counters, spans };
      const counted = await inference.count(request, signal);
      this.#length = length;
      if (counted && this.#pending.length > 0) continue;
      if (counted && length === this.#text.length()) return counted;
      // It is not held any more, or something has changed without a word.
      this.#version = undefined;
    }
    throw new Error('The text and what is held of it keep coming apart.');
  }
}
