import type { Engine, ScoredToken } from '../engine';
import { unequalTokens } from '../refuseAnswer';

/** Remembers the scores of the latest tokens: of the next ones, only those behind the longest common prefix are asked for. */
export class ScoreMemory {
  #ids: readonly number[] = [];
  #scores: readonly (ScoredToken | undefined)[] = [];

  /** Scores of the tokens from index `first` on. */
  async scoresOf(engine: Engine, ids: readonly number[], first: number, signal: AbortSignal): Promise<ScoredToken[]> {
    const scores = ids.map((id, index) => (id === this.#ids[index] ? this.#scores[index] : undefined));
    const different = ids.findIndex((id, index) => id !== this.#ids[index]);
    if (different >= 0) scores.fill(undefined, different);
    const unknown = scores.indexOf(undefined, first);
    if (unknown >= 0) {
      const top = engine.info.abilities.topTokens;
      const missing = await engine.score(ids, { from: unknown, top }, signal);
      if (missing.length !== ids.length - unknown) throw unequalTokens(new URL(engine.info.address).host);
      scores.splice(unknown, missing.length, ...missing);
    }
    this.#ids = ids;
    this.#scores = scores;
    return scores.slice(first) as ScoredToken[];
  }
}
