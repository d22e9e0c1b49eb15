import type { CountResult, CountRequest } from '../../contracts/tokenRequests';
import { IncrementalTokens } from '../../core/tokens/reencodeEditedBlocks';
import { countAgainstLimit } from '../../core/tokens/countAgainstLimit';
import type { Turn } from '../requestScheduler';
import { loadTokenizers, uncounted, type LoadedCounters, type TokenizerSource } from './countersThatCannotCount';
import { tokensOfPart } from './countLongPartsWithinText';
import { sliceTimer } from './timeSlices';
import type { Tokenizer } from './tokenizer';

interface StoredDocument {
  readonly version: number;
  /** The text with each model's tokens, by model. */
  readonly texts: ReadonlyMap<string, IncrementalTokens>;
}

/** A changed document by model, and what is needed to count it. */
interface ChangedDocument extends LoadedCounters {
  readonly texts: ReadonlyMap<string, IncrementalTokens>;
}

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
