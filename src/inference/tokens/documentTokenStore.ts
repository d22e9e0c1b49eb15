import { errorText } from '../../core/errorText';
import type { CountResult, CountRequest } from '../../contracts/tokenRequests';
import { IncrementalTokens } from '../../core/tokens/incrementalTokens';
import type { Span } from '../../core/text/span';
import { countAgainstLimit, type TokenCount, type CountableTokens } from '../../core/tokens/tokenLimitFinding';
import type { Turn } from '../requestScheduler';
import { sliceTimer } from './timeSlices';
import type { Tokenizer } from './tokenizer';

interface StoredDocument {
  readonly version: number;
  /** The text with each model's tokens, by model. */
  readonly texts: ReadonlyMap<string, IncrementalTokens>;
}

/** Provides the tokenizers and limits of models. */
interface TokenizerSource {
  tokenizer(model: string): Promise<Tokenizer>;
  /** Length of the context window in tokens; Infinity without a limit. */
  limit(model: string): Promise<number>;
}

/** A changed document and what is needed to count it. Maps are by model, limits in the counters' order. */
interface ChangedDocument {
  readonly texts: ReadonlyMap<string, IncrementalTokens>;
  readonly tokenizers: ReadonlyMap<string, Tokenizer>;
  /** Why a model cannot count. */
  readonly problems: ReadonlyMap<string, string>;
  readonly limits: readonly number[];
}

/** Longest part of a text that is encoded on its own, in UTF-16 code units. */
const MAX_PART_LENGTH = 100_000;

/** Stores open documents and counts their tokens as they change. */
export class DocumentStore {
  readonly #documents = new Map<string, StoredDocument>();

  /**
   * Applies a request's changes to its document and counts the tokens.
   *
   * @param turn runs one time slice of the work, so that a large text does not delay more urgent requests
   * @returns null when the stored text is not the one that the changes are for; it is removed then
   */
  async count(request: CountRequest, source: TokenizerSource, turn: Turn): Promise<CountResult[] | null> {
    const changed = await turn(() => this.#change(request, source));
    if (!changed) return null;
    const texts = [...changed.texts.values()];
    for (;;) {
      // Settles and counts in one turn: between two, the text could change again.
      const counts = await turn(() =>
        Promise.resolve(texts.every((text) => text.settle(sliceTimer())) ? countsOf(request, changed) : undefined),
      );
      if (counts) return counts;
    }
  }

  async #change(request: CountRequest, source: TokenizerSource): Promise<ChangedDocument | null> {
    const counting = await loadTokenizers(request.counters, source);
    const texts = this.#changedTexts(request, counting.tokenizers);
    return texts && { ...counting, texts };
  }

  #changedTexts(
    { document, baseVersion, version, changes, length }: CountRequest,
    tokenizers: ReadonlyMap<string, Tokenizer>,
  ): Map<string, IncrementalTokens> | null {
    const before = this.#documents.get(document);
    this.#documents.delete(document);
    if (baseVersion !== undefined && before?.version !== baseVersion) return null;
    const stored = baseVersion === undefined ? undefined : before?.texts;
    const texts = new Map<string, IncrementalTokens>();
    for (const [model, tokenizer] of tokenizers) {
      const text = stored?.get(model) ?? new IncrementalTokens(tokenizer, stored?.values().next().value?.text());
      texts.set(model, text);
    }
    for (const text of texts.values()) {
      for (const change of changes) text.applyEdit(change);
      if (text.length !== length) return null;
    }
    this.#documents.set(document, { version, texts });
    return texts;
  }

  /** Removes a document. */
  forget(document: string): void {
    this.#documents.delete(document);
  }
}

/** Throws when the first counter's model cannot count; the others' problems are returned. */
async function loadTokenizers(
  counters: CountRequest['counters'],
  source: TokenizerSource,
): Promise<Omit<ChangedDocument, 'texts'>> {
  const tokenizers = new Map<string, Tokenizer>();
  const problems = new Map<string, string>();
  const limits: number[] = [];
  for (const [index, { model, limit }] of counters.entries()) {
    try {
      tokenizers.set(model, await source.tokenizer(model));
      limits.push(limit ?? (await source.limit(model)));
    } catch (error) {
      if (index === 0) throw error;
      limits.push(limit ?? Infinity);
      problems.set(model, errorText(error));
    }
  }
  return { tokenizers, problems, limits };
}

function countsOf(
  { counters, spans }: CountRequest,
  { texts, tokenizers, problems, limits }: ChangedDocument,
): CountResult[] {
  return counters.map(({ model }, index) => {
    const limit = limits[index]!;
    const text = texts.get(model);
    const tokenizer = tokenizers.get(model);
    if (!text || !tokenizer) return { ...uncounted(limit, spans.length), model, problem: problems.get(model)! };
    const spanCounts = spans.map((span) =>
      countAgainstLimit(limit, tokensOfPart(text, span, tokenizer), tokenizer.specialTokens),
    );
    return { ...countAgainstLimit(limit, text, tokenizer.specialTokens), model, spanCounts };
  });
}

/** The tokens of a part encoded on its own; for a very long part, the tokens of the whole text that overlap it. */
function tokensOfPart(text: IncrementalTokens, span: Span, tokenizer: Tokenizer): CountableTokens {
  if (span.end - span.start > MAX_PART_LENGTH) return text.within(span);
  const { ids, starts, ends } = tokenizer.encode(text.slice(span));
  return {
    textTokenCount: ids.length,
    spanOf: (index) => ({ start: span.start + starts[index]!, end: span.start + ends[index]! }),
  };
}

function uncounted(limit: number, parts: number): Omit<CountResult, 'model'> {
  const nothing = { count: 0, limit, specialTokens: 0, at: undefined };
  return { ...nothing, spanCounts: new Array<TokenCount>(parts).fill(nothing) };
}
