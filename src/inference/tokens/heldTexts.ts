import type { Counted, CountRequest } from '../../contracts/inference';
import { HeldText } from '../../core/heldText';
import { countAgainst } from '../../core/tokenBudget';
import type { Tokenizer } from './tokenizer';

interface Held {
  readonly version: number;
  /** By model: the same text for each, with that model's tokens. */
  readonly texts: ReadonlyMap<string, HeldText>;
}

/** Holds the documents that are being written, and counts their tokens as they change. */
export class HeldTexts {
  readonly #held = new Map<string, Held>();

  /** Null when what is held is not what the changes are for; then it is held no longer. */
  async count(
    { document, base, version, changes, length, counters, spans }: CountRequest,
    tokenizerOf: (model: string) => Promise<Tokenizer>,
  ): Promise<Counted[] | null> {
    const before = this.#held.get(document);
    this.#held.delete(document);
    if (base !== undefined && before?.version !== base) return null;
    const [known] = base === undefined ? [] : (before?.texts.values() ?? []);
    const content = known?.text() ?? '';

    const texts = new Map<string, HeldText>();
    const counted: Counted[] = [];
    for (const { model, limit } of counters) {
      const tokenizer = await tokenizerOf(model);
      const held = base === undefined ? undefined : before?.texts.get(model);
      const text = texts.get(model) ?? held ?? new HeldText(tokenizer, content);
      if (!texts.has(model)) for (const change of changes) text.change(change);
      if (text.length !== length) return null;
      texts.set(model, text);
      const inSpans = spans.map((span) => countAgainst(limit, text.part(span), tokenizer.added));
      counted.push({ ...countAgainst(limit, text, tokenizer.added), model, inSpans });
    }
    this.#held.set(document, { version, texts });
    return counted;
  }

  forget(document: string): void {
    this.#held.delete(document);
  }
}
