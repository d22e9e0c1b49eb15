import type { Counted, Counter, Inference } from '../contracts/inference';
import type { Edit } from '../core/edit';
import type { Span } from '../core/span';

/** A text is told in parts of so many UTF-16 code units, so that no part keeps anyone waiting. */
const PART = 250_000;

/** A text that changes. */
export interface LiveText {
  read(): string;
  /** In UTF-16 code units; asked for with every count. */
  length(): number;
}

/** What the inference process has been told of a text: at first all of it, then only what changed. */
export class ToldText {
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
  ): Promise<readonly Counted[]> {
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
  ): Promise<readonly Counted[]> {
    let base = this.#version;
    for (let beginnings = 0; beginnings <= 2;) {
      if (base === undefined) {
        beginnings++;
        this.#version = 0;
        this.#length = 0;
        this.#pending = partsOf(this.#text.read());
      }
      const changes = takePart(this.#pending);
      const length = changes.reduce((sum, change) => sum + change.text.length - change.length, this.#length);
      const version = this.#version! + 1;
      const request = { document: this.#name, base, version, changes, length, counters, spans };
      const counted = await inference.count(request, signal);
      [this.#version, this.#length] = [version, length];
      base = counted ? version : undefined;
      if (!counted || this.#pending.length > 0) continue;
      if (length === this.#text.length()) return counted;
      // Something has changed without a word.
      base = undefined;
    }
    throw new Error('The text and what is held of it keep coming apart.');
  }
}

function partsOf(text: string): Edit[] {
  const parts: Edit[] = [];
  for (let offset = 0; offset < text.length; offset += PART) {
    parts.push({ offset, length: 0, text: text.slice(offset, offset + PART) });
  }
  return parts;
}

/** Takes the first edits of `pending` that together are no longer than a part, and at least one. */
function takePart(pending: Edit[]): Edit[] {
  let size = 0;
  let count = 0;
  while (count < pending.length && (count === 0 || size + pending[count]!.text.length <= PART)) {
    size += pending[count++]!.text.length;
  }
  return pending.splice(0, count);
}
