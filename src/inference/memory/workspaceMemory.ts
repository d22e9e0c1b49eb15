import type { CompletionRequest, LearnRequest, LearntPassage } from '../../contracts/completionRequests';
import type { CausalModel } from '../generation/causalModel';
import type { Turn } from '../requestScheduler';
import type { Tokenizer } from '../tokens/tokenizer';
import { piecesOfPassage } from './piecesOfPassage';
import { ReaderWithMemory } from './readerWithMemory';
import { SAME_PLACE, TokenMemory, type LearntTokens } from './tokenMemory';

/** Tokens that are encoded before an index is sorted with them. */
const TOKENS_AT_ONCE = 32_768;
/** UTF-16 code units of the text right of the caret of which tokens are compared. */
const RIGHT_LENGTH = 60;

/**
 * What ghost text knows of a workspace: its prompts, as texts, and as tokens of each model that writes. Works in turns, so that
 * urgent requests go in between.
 */
export class WorkspaceMemory {
  readonly #turn: Turn;
  readonly #documents = new Map<string, readonly LearntPassage[]>();
  readonly #memories = new Map<Tokenizer, TokenMemory>();
  /** By model: the reader for the latest document. */
  readonly #readers = new WeakMap<CausalModel, { readonly key: string; readonly reader: ReaderWithMemory }>();
  /** The latest change, which the next one waits for. */
  #change: Promise<unknown> = Promise.resolve();
  /** Changes that are not complete. */
  #pending = 0;
  /** Counts changes of what is remembered. */
  #version = 0;

  constructor(turn: Turn) {
    this.#turn = turn;
  }

  /** Remembers documents. Resolves when the models that write know them. */
  learn({ documents, keeps }: LearnRequest): Promise<void> {
    return this.#after(async () => {
      const kept = keeps && new Set(keeps);
      const changes = new Map(documents.map(({ name, passages }) => [name, passages]));
      for (const name of this.#documents.keys()) if (kept && !kept.has(name)) changes.set(name, []);
      for (const [name, passages] of changes) {
        if (areSame(passages, this.#documents.get(name) ?? [])) changes.delete(name);
        else if (passages.length > 0) this.#documents.set(name, passages);
        else this.#documents.delete(name);
      }
      if (changes.size > 0)
        for (const tokenizer of [...this.#memories.keys()]) await this.#remember(tokenizer, [...changes.keys()]);
    });
  }

  /**
   * Returns `model` with the memory, for a request that names its document. What is not indexed yet for this model follows in the
   * background.
   */
  mixedInto(model: CausalModel, { document, right }: CompletionRequest): CausalModel {
    if (document === undefined) return model;
    const memory = this.#memoryOf(model.tokenizer);
    const known = this.#readers.get(model);
    const behind = right.slice(0, RIGHT_LENGTH);
    const key = JSON.stringify([this.#version, document, behind]);
    const reader =
      known?.key === key
        ? known.reader
        : new ReaderWithMemory(model, memory, {
            document,
            right: model.tokenizer.encode(behind).ids.subarray(0, SAME_PLACE),
          });
    this.#readers.set(model, { key, reader });
    return { ...model, reader, memory: reader, isLearning: this.#pending > 0 };
  }

  /** Forgets the tokens of a model that is released. */
  release(tokenizer: Tokenizer): void {
    this.#memories.delete(tokenizer);
    this.#version++;
  }

  #memoryOf(tokenizer: Tokenizer): TokenMemory {
    const known = this.#memories.get(tokenizer);
    if (known) return known;
    const memory = new TokenMemory();
    this.#memories.set(tokenizer, memory);
    // Who waits for a suggestion does not wait for this.
    void this.#after(() => this.#remember(tokenizer, [...this.#documents.keys()])).catch(() => undefined);
    return memory;
  }

  /** Makes the memory of a model know documents as they are now, in turns. */
  async #remember(tokenizer: Tokenizer, names: readonly string[]): Promise<void> {
    const memory = this.#memories.get(tokenizer);
    if (!memory) return;
    await this.#turn(async () => memory.remove(names));
    let encoded: LearntTokens[] = [];
    let tokens = 0;
    const store = () =>
      this.#turn(async () => {
        memory.add(encoded);
        [encoded, tokens] = [[], 0];
        this.#version++;
      });
    for (const name of names) {
      for (const { text, line } of (this.#documents.get(name) ?? []).flatMap(piecesOfPassage)) {
        const { ids } = await this.#turn(async () => tokenizer.encode(text));
        encoded.push({ document: name, line, ids });
        tokens += ids.length;
        if (tokens >= TOKENS_AT_ONCE) await store();
      }
    }
    await store();
  }

  #after<T>(change: () => Promise<T>): Promise<T> {
    this.#pending++;
    const changed = this.#change.then(change, change).finally(() => this.#pending--);
    this.#change = changed.catch(() => undefined);
    return changed;
  }
}

function areSame(some: readonly LearntPassage[], others: readonly LearntPassage[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ text, line }, index) => text === others[index]!.text && line === others[index]!.line)
  );
}
