import { countBelow } from '../text/boundaries';
import { nextCut, isCut, type CutRule } from '../text/tokenizationCuts';
import type { Edit } from '../text/edit';
import type { Span } from '../text/span';
import type { CountableTokens } from './tokenBudget';
import type { Tokens } from './tokens';

/** What of a tokenizer is needed here. */
interface Encoder {
  readonly cuts: CutRule | undefined;
  readonly specialTokens: number;
  encode(text: string): Tokens;
}

/** A stretch of text between two cuts, and its tokens once it has been encoded, with offsets into itself. */
interface Block {
  readonly text: string;
  tokens?: Tokens;
}

/** UTF-16 code units of a block, unless there is no cut: few enough to be encoded anew with every keystroke. */
const BLOCK = 2_000;

/**
 * A text and its tokens: after a change only the blocks that it touches are encoded anew, and only when the text is settled,
 * which must come before anything is asked of its tokens. They are those of the whole text.
 */
export class IncrementalTokens implements CountableTokens {
  readonly #encoder: Encoder;
  #blocks: Block[] = [];
  #length = 0;
  #tokens = 0;
  /** No block before this one is to be encoded. */
  #unsettled = 0;

  constructor(encoder: Encoder, text = '') {
    this.#encoder = encoder;
    this.change({ offset: 0, length: 0, text });
  }

  /** In UTF-16 code units. */
  get length(): number {
    return this.#length;
  }

  /** Tokens of the text itself, special ones not included. */
  get tokens(): number {
    return this.#tokens;
  }

  /** Throws a RangeError when the change reaches beyond the text; the text is then as before. */
  change({ offset, length, text }: Edit): void {
    if (offset < 0 || length < 0 || offset + length > this.#length) {
      throw new RangeError(`A change of ${length} at ${offset} does not fit a text of ${this.#length}.`);
    }
    const [from, to] = [this.#blockAt(offset), this.#blockAt(offset + length)];
    let [first, last] = [from.index, to.index];
    // A text that ends with a block may go on in it.
    const head = this.#blocks[first]?.text.slice(0, offset - from.start) ?? '';
    const tail = this.#blocks[last]?.text.slice(offset + length - to.start) ?? '';
    let changed = head + text + tail;
    // What was a cut may be one no longer.
    while (first > 0 && !this.#isCutBetween(this.#blocks[first - 1]!.text, changed)) {
      changed = this.#blocks[--first]!.text + changed;
    }
    while (last + 1 < this.#blocks.length && !this.#isCutBetween(changed, this.#blocks[last + 1]!.text)) {
      changed += this.#blocks[++last]!.text;
    }
    this.#replace(first, last + 1, this.#blocksOf(changed));
    this.#length += text.length - length;
  }

  /** Encodes what has changed, a block at least and on while there is time; whether all of it is encoded. */
  settle(hasTime: () => boolean = () => true): boolean {
    let isLate = false;
    for (; this.#unsettled < this.#blocks.length; this.#unsettled++) {
      const block = this.#blocks[this.#unsettled]!;
      if (block.tokens) continue;
      if (isLate) return false;
      block.tokens = this.#encoder.encode(block.text);
      this.#tokens += block.tokens.ids.length;
      isLate = !hasTime();
    }
    return true;
  }

  /** Those of the whole text. */
  all(): Tokens {
    const ids = new Int32Array(this.#tokens);
    const starts = new Uint32Array(this.#tokens);
    const ends = new Uint32Array(this.#tokens);
    let [count, start] = [0, 0];
    for (const { text, tokens } of this.#blocks) {
      ids.set(tokens!.ids, count);
      starts.set(
        tokens!.starts.map((offset) => offset + start),
        count,
      );
      ends.set(
        tokens!.ends.map((offset) => offset + start),
        count,
      );
      count += tokens!.ids.length;
      start += text.length;
    }
    return { ids, starts, ends, specialTokens: this.#encoder.specialTokens };
  }

  text(): string {
    return this.#blocks.map((block) => block.text).join('');
  }

  slice(span: Span): string {
    let slice = '';
    let start = 0;
    for (const { text } of this.#blocks) {
      if (start < span.end && start + text.length > span.start) {
        slice += text.slice(Math.max(0, span.start - start), span.end - start);
      }
      start += text.length;
    }
    return slice;
  }

  /** Where token `index` stands. */
  spanOf(index: number): Span {
    let start = 0;
    let before = 0;
    for (const { text, tokens } of this.#blocks) {
      const { ids, starts, ends } = tokens!;
      const inBlock = index - before;
      if (inBlock < ids.length) return { start: start + starts[inBlock]!, end: start + ends[inBlock]! };
      before += ids.length;
      start += text.length;
    }
    throw new RangeError(`There are only ${before} tokens.`);
  }

  /** The tokens that have some of their text in `span`. */
  part(span: Span): CountableTokens {
    const first = this.#countBelow((tokens, offset) => countBelow(tokens.ends, offset + 1), span.start);
    const behind = this.#countBelow((tokens, offset) => countBelow(tokens.starts, offset), span.end);
    return { tokens: Math.max(0, behind - first), spanOf: (index) => this.spanOf(first + index) };
  }

  /** How many tokens come before `offset`, given how many do in the block that it falls into. */
  #countBelow(inBlock: (tokens: Tokens, offset: number) => number, offset: number): number {
    let count = 0;
    let start = 0;
    for (const { text, tokens } of this.#blocks) {
      if (offset < start + text.length) return count + inBlock(tokens!, offset - start);
      count += tokens!.ids.length;
      start += text.length;
    }
    return count;
  }

  #blockAt(offset: number): { index: number; start: number } {
    let start = 0;
    let index = 0;
    for (; index < this.#blocks.length - 1; index++) {
      const end = start + this.#blocks[index]!.text.length;
      if (offset <= end) break;
      start = end;
    }
    return { index, start };
  }

  #isCutBetween(before: string, behind: string): boolean {
    // The characters next to the cut decide.
    const [left, right] = [before.slice(-2), behind.slice(0, 1)];
    return left !== '' && right !== '' && isCut(left + right, left.length, this.#encoder.cuts);
  }

  #blocksOf(text: string): Block[] {
    const blocks: Block[] = [];
    for (let start = 0; start < text.length;) {
      const least = start + BLOCK;
      const end = least >= text.length ? text.length : nextCut(text, least - 1, this.#encoder.cuts);
      blocks.push({ text: text.slice(start, end) });
      start = end;
    }
    return blocks;
  }

  #replace(from: number, to: number, blocks: readonly Block[]): void {
    for (const { tokens } of this.#blocks.slice(from, to)) this.#tokens -= tokens?.ids.length ?? 0;
    this.#blocks = [...this.#blocks.slice(0, from), ...blocks, ...this.#blocks.slice(to)];
    this.#unsettled = Math.min(this.#unsettled, from);
  }
}
