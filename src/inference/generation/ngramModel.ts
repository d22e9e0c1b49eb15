import { CHANCE_WEIGHTS } from '../../core/completion/chanceOfFirstWord';
import { promptGpt } from '../../core/models/embeddedModels';
import type { ModelCache } from '../models/modelCache';
import type { CausalModel } from './causalModel';
import { openNgram } from './ngramReader.node';
import { RecentSurprise } from './recentSurprise';

/** The n-gram model, which uses prompt-gpt's tokenizer. */
export class NgramModel {
  readonly #models: ModelCache;
  #opening: Promise<CausalModel> | undefined;

  constructor(models: ModelCache) {
    this.#models = models;
  }

  /** The model, opened at the first call. Throws when its file is damaged; the next call tries again. */
  open(): Promise<CausalModel> {
    this.#opening ??= this.#open();
    this.#opening.catch(() => (this.#opening = undefined));
    return this.#opening;
  }

  async #open(): Promise<CausalModel> {
    return {
      reader: await openNgram(this.#models.ngram),
      tokenizer: await this.#models.tokenizer(promptGpt.id),
      contextLength: promptGpt.contextLength,
      recent: new RecentSurprise(),
      chances: CHANCE_WEIGHTS,
    };
  }
}
