import type { LoadedModel } from '../models/loadedModel';
import { RELEASE_AFTER_MS } from '../releaseAfterViewing';
import { sentenceModel, type SentenceModel } from './sentenceModel';

interface Entry {
  readonly model: SentenceModel;
  /** Requests that are under way. */
  requests: number;
  /** Runs from the end of the last request on. */
  timer: NodeJS.Timeout | undefined;
}

/** The models that tell what parts of a prompt change. What they have read is given back when nobody asks for a while. */
export class SentenceModels {
  readonly #entries = new Map<LoadedModel, Entry>();

  /** Lets a request use a model. */
  async use<Result>(loaded: LoadedModel, request: (model: SentenceModel) => Promise<Result>): Promise<Result> {
    const entry = this.#entries.get(loaded) ?? { model: sentenceModel(loaded), requests: 0, timer: undefined };
    this.#entries.set(loaded, entry);
    clearTimeout(entry.timer);
    entry.requests++;
    try {
      return await request(entry.model);
    } finally {
      entry.requests--;
      if (entry.requests === 0)
        entry.timer = setTimeout(() => void entry.model.reader.forget(), RELEASE_AFTER_MS).unref();
    }
  }

  /** Forgets a model that is released. */
  release(loaded: LoadedModel): void {
    const entry = this.#entries.get(loaded);
    clearTimeout(entry?.timer);
    void entry?.model.reader.forget();
    this.#entries.delete(loaded);
  }

  /** Gives back what the models that no request uses have read. Returns whether there was something. */
  async releaseAll(): Promise<boolean> {
    const idle = [...this.#entries.values()].filter(({ requests, model }) => requests === 0 && model.reader.hasRead);
    for (const { model } of idle) await model.reader.forget();
    return idle.length > 0;
  }
}
