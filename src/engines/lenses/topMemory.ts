import type { Engine, TopToken } from '../engine';

/** How many distributions are remembered: those at the beginnings of the words that were written last. */
const REMEMBERED = 16;

/** Remembers which tokens an engine lists behind a text: while a word is typed, they are the same for each of its letters. */
export class TopMemory {
  readonly #tops = new Map<string, readonly TopToken[]>();

  /** The likeliest tokens behind a text, likeliest first; none where the model ends it. */
  async topBehind(engine: Engine, text: string, signal: AbortSignal): Promise<readonly TopToken[]> {
    const known = this.#tops.get(text);
    const top = known ?? (await topBehind(engine, text, signal));
    this.#tops.delete(text);
    this.#tops.set(text, top);
    if (this.#tops.size > REMEMBERED) this.#tops.delete(this.#tops.keys().next().value!);
    return top;
  }
}

/** Asks for the likeliest tokens behind a prompt. */
export async function topBehind(
  engine: Engine,
  prompt: string | readonly number[],
  signal: AbortSignal,
): Promise<readonly TopToken[]> {
  const options = { maxTokens: 1, temperature: 0, topK: 0, topP: 1, top: engine.info.abilities.topTokens };
  for await (const { top } of engine.generate(prompt, options, signal)) return top;
  return [];
}
