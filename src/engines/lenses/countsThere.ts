import type { CountRequest, CountResult, TokenPieces } from '../../contracts/tokenRequests';
import { countAgainstLimit, type TokenCount } from '../../core/tokens/countAgainstLimit';
import type { Engine } from '../engine';
import { EngineError } from '../engineError';
import { placePieces, type PlacedPieces } from '../spansOfPieces';

/** Of how many texts the tokens are remembered: sections and selections that did not change are not sent again. */
const REMEMBERED = 256;
/** Longer texts are not remembered, in UTF-16 code units: whole documents change with each request. */
const MAX_REMEMBERED = 16_384;
/** Most UTF-16 code units of a text that is sent with every change of it. */
const MAX_LENGTH = 2 ** 20;

/** The texts of documents whose tokens an engine counts, and the tokens of those that it counted last. */
export class CountsThere {
  readonly #documents = new Map<string, { readonly version: number; readonly text: string }>();
  readonly #tokens = new Map<string, PlacedPieces>();

  forget(document: string): void {
    this.#documents.delete(document);
  }

  /** Applies a document's changes; undefined when its text at `baseVersion` is not known. */
  textAfter({ document, baseVersion, version, changes }: CountRequest): string | undefined {
    const known = this.#documents.get(document);
    if (baseVersion !== undefined && known?.version !== baseVersion) return undefined;
    // Each applies to the text that the one before it leaves.
    const text = changes.reduce(
      (before, { offset, length, text: inserted }) =>
        before.slice(0, offset) + inserted + before.slice(offset + length),
      baseVersion === undefined ? '' : known!.text,
    );
    this.#documents.set(document, { version, text });
    return text;
  }

  /** Counts a text and parts of it, each as if it stood alone. */
  async count(
    engine: Engine,
    text: string,
    { spans }: Pick<CountRequest, 'spans'>,
    counter: CountRequest['counters'][number],
    signal: AbortSignal,
  ): Promise<CountResult> {
    const limit = counter.limit ?? engine.info.contextLength ?? Infinity;
    const counted = async (part: string): Promise<TokenCount> => {
      const placed = await this.#place(engine, part, signal);
      const { starts, ends, special } = placed;
      const textTokens = {
        textTokenCount: starts.length - special,
        spanOf: (index: number) => ({ start: starts[index + special]!, end: ends[index + special]! }),
      };
      return countAgainstLimit(limit, textTokens, special);
    };
    const whole = await counted(text);
    const spanCounts: TokenCount[] = [];
    for (const { start, end } of spans) {
      const { at, ...count } = await counted(text.slice(start, end));
      spanCounts.push({ ...count, at: at && { start: at.start + start, end: at.end + start } });
    }
    return { model: counter.model, ...whole, spanCounts };
  }

  /** The tokens of a text, and what each spells. */
  async pieces(engine: Engine, text: string, signal: AbortSignal): Promise<TokenPieces> {
    const { ids, starts, ends, special } = await this.#place(engine, text, signal);
    const own = { ids: ids.slice(special), starts: starts.slice(special), ends: ends.slice(special) };
    const pieces = Array.from(own.starts, (start, index) => text.slice(start, own.ends[index]));
    return { ...own, specialTokens: special, pieces };
  }

  async #place(engine: Engine, text: string, signal: AbortSignal): Promise<PlacedPieces> {
    const { address, model } = engine.info;
    if (text.length > MAX_LENGTH)
      throw new EngineError(
        'too long',
        'This text has more than a million characters, which is too long to send with every change. Count it on this machine: empty leftContext.engine.counts.',
      );
    const key = JSON.stringify([address, model, text]);
    const placed =
      this.#tokens.get(key) ?? placePieces(text, await engine.tokenize(text, signal), new URL(address).host);
    this.#tokens.delete(key);
    if (text.length <= MAX_REMEMBERED) this.#tokens.set(key, placed);
    if (this.#tokens.size > REMEMBERED) this.#tokens.delete(this.#tokens.keys().next().value!);
    return placed;
  }
}
