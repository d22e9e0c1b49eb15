import { errorText } from '../../core/errorText';
import type { CountResult, CountRequest } from '../../contracts/tokens';
import { IncrementalTokens } from '../../core/tokens/incrementalTokens';
import type { Span } from '../../core/text/span';
import { countAgainstLimit, type TokenCount, type CountableTokens } from '../../core/tokens/tokenBudget';
import type { Turn } from '../scheduler';
import { sliceTimer } from './timeSlices';
import type { Tokenizer } from './tokenizer';

interface Held {
  readonly version: number;
  /** By model: the same text for each, with that model's tokens. */
  readonly texts: ReadonlyMap<string, IncrementalTokens>;
}

/** What models know of a text: how it is encoded, and how many tokens they read, Infinity without a limit. */
interface Readers {
  tokenizer(model: string): Promise<Tokenizer>;
  limit(model: string): Promise<number>;
}

/** What there is to count with: each by its model, limits in the counters' order. */
interface Changed {
  readonly texts: ReadonlyMap<string, IncrementalTokens>;
  readonly tokenizers: ReadonlyMap<string, Tokenizer>;
  /** Of the models that cannot count. */
  readonly problems: ReadonlyMap<string, string>;
  readonly limits: readonly number[];
}

/** UTF-16 code units up to which a part of a text is encoded by itself. */
const LONGEST_ALONE = 100_000;

/** Holds the documents that are being written, and counts their tokens as they change. */
export class DocumentStore {
  readonly #held = new Map<string, Held>();

  /**
   * Null when what is held is not what the changes are for; then it is held no longer.
   *
   * @param turn runs each of the steps that this takes, so that a large text keeps nobody waiting
   */
  async count(request: CountRequest, readers: Readers, turn: Turn): Promise<CountResult[] | null> {
    const changed = await turn(() => this.#change(request, readers));
    if (!changed) return null;
    const texts = [...changed.texts.values()];
    for (;;) {
      // In one turn: in between, the text could change again.
      const counts = await turn(() =>
        Promise.resolve(texts.every((text) => text.settle(sliceTimer())) ? countsOf(request, changed) : undefined),
      );
      if (counts) return counts;
    }
  }

  async #change(
    { document, base, version, changes, length, counters }: CountRequest,
    readers: Readers,
  ): Promise<Changed | null> {
    const tokenizers = new Map<string, Tokenizer>();
    const problems = new Map<string, string>();
    const limits: number[] = [];
    for (const [index, { model, limit }] of counters.entries()) {
      try {
        tokenizers.set(model, await readers.tokenizer(model));
        limits.push(limit ?? (await readers.limit(model)));
      } catch (error) {
        if (index === 0) throw error;
        limits.push(limit ?? Infinity);
        problems.set(model, errorText(error));
      }
    }

    const before = this.#held.get(document);
    this.#held.delete(document);
    if (base !== undefined && before?.version !== base) return null;
    const known = base === undefined ? undefined : before?.texts;
    const texts = new Map<string, IncrementalTokens>();
    for (const [model, tokenizer] of tokenizers) {
      const text = known?.get(model) ?? new IncrementalTokens(tokenizer, known?.values().next().value?.text());
      texts.set(model, text);
    }
    for (const text of texts.values()) {
      for (const change of changes) text.applyEdit(change);
      if (text.length !== length) return null;
    }
    this.#held.set(document, { version, texts });
    return { texts, tokenizers, problems, limits };
  }

  forget(document: string): void {
    this.#held.delete(document);
  }
}

function countsOf({ counters, spans }: CountRequest, { texts, tokenizers, problems, limits }: Changed): CountResult[] {
  return counters.map(({ model }, index) => {
    const limit = limits[index]!;
    const text = texts.get(model);
    const tokenizer = tokenizers.get(model);
    if (!text || !tokenizer) return { ...uncounted(limit, spans.length), model, problem: problems.get(model)! };
    const inSpans = spans.map((span) =>
      countAgainstLimit(limit, partOf(text, span, tokenizer), tokenizer.specialTokens),
    );
    return { ...countAgainstLimit(limit, text, tokenizer.specialTokens), model, inSpans };
  });
}

/** The tokens of a part as if it stood alone; of a very long one, those of the whole text that reach into it. */
function partOf(text: IncrementalTokens, span: Span, tokenizer: Tokenizer): CountableTokens {
  if (span.end - span.start > LONGEST_ALONE) return text.within(span);
  const { ids, starts, ends } = tokenizer.encode(text.slice(span));
  return {
    textTokenCount: ids.length,
    spanOf: (index) => ({ start: span.start + starts[index]!, end: span.start + ends[index]! }),
  };
}

function uncounted(limit: number, parts: number): Omit<CountResult, 'model'> {
  const nothing = { count: 0, limit, specialTokens: 0, at: undefined };
  return { ...nothing, inSpans: new Array<TokenCount>(parts).fill(nothing) };
}
