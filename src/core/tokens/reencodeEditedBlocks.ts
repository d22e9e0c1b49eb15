import { countBelow } from '../text/countOffsetsBelow';
import type { Edit } from '../text/textEdit';
import type { Span } from '../text/span';
import { isCut, nextCut, type CutRule } from '../text/independentTokenizationPoints';
import type { CountableTokens } from './countAgainstLimit';
import type { Tokens } from './tokenSpans';

/** The parts of a tokenizer that this file uses. */
interface Encoder {
  readonly cuts: CutRule | undefined;
  readonly specialTokens: number;
  /** @param continues whether the text is the rest of one that was cut before it */
  encode(text: string, continues: boolean): Tokens;
}

/** A piece of the text between two cuts. */
interface Block {
  readonly text: string;
  /** Set once the block is encoded; offsets are relative to the start of the block. */
  tokens?: Tokens;
}

/**
 * UTF-16 code units of a block: few enough to encode again at every keystroke. A block ends at the first cut behind
 * that length, so it is longer where the text has no cut.
 */
const BLOCK_LENGTH = 2_000;
/** How many blocks in a row are encoded together when a text is new: some encoders take a millisecond to be called. */
const BLOCKS_AT_ONCE = 16;

/**
 * An editable text and its tokens. The text is stored in blocks that tokenize independently (see independentTokenizationPoints.ts),
 * so an edit encodes only the blocks that it touches, and the tokens equal those of the whole text.
 *
 * Call `settle` before reading tokens: edits change the text at once, but its tokens only when it settles.
 */
export class IncrementalTokens implements CountableTokens {
  readonly #encoder: Encoder;
  #blocks: Block[] = [];
  #length = 0;
  #textTokenCount = 0;
  /** All blocks before this index are encoded; those from it on may need encoding. */
  #firstUnsettled = 0;

  constructor(encoder: Encoder, text = '') {
    this.#encoder = encoder;
    this.applyEdit({ offset: 0, length: 0, text });
  }

  /** In UTF-16 code units. */
  get length(): number {
    return this.#length;
  }

  get textTokenCount(): number {
    return this.#textTokenCount;
  }

  /** Throws a RangeError, and leaves the text as it was, when the edit reaches beyond the text. */
  applyEdit({ offset, length, text }: Edit): void {
    if (offset < 0 || length < 0 || offset + length > this.#length) {
      throw new RangeError(`A change of ${length} at ${offset} does not fit a text of ${this.#length}.`);
    }
    const [first, last] = [this.#blockAt(offset), this.#blockAt(offset + length)];
    // The text has no blocks while it is empty.
    const before = this.#blocks[first.index]?.text.slice(0, offset - first.start) ?? '';
    const behind = this.#blocks[last.index]?.text.slice(offset + length - last.start) ?? '';
    this.#replaceBlocks(first.index, last.index, before + text + behind);
    this.#length += text.length - length;
  }

  /**
   * Encodes the blocks that edits have changed: at least one, and more while `hasTime()`. Returns whether all blocks
   * are encoded now.
   */
  settle(hasTime: () => boolean = () => true): boolean {
    let isTimeUp = false;
    for (; this.#firstUnsettled < this.#blocks.length; this.#firstUnsettled++) {
      if (this.#blocks[this.#firstUnsettled]!.tokens) continue;
      if (isTimeUp) return false;
      this.#encodeRow(this.#firstUnsettled);
      isTimeUp = !hasTime();
    }
    return true;
  }

  /** Encodes block `from` and those behind it that have no tokens either. No token crosses from one block to the next. */
  #encodeRow(from: number): void {
    let to = from + 1;
    while (to < this.#blocks.length && to < from + BLOCKS_AT_ONCE && !this.#blocks[to]!.tokens) to++;
    const row = this.#blocks.slice(from, to);
    const all = this.#encoder.encode(row.map(({ text }) => text).join(''), from > 0);
    this.#textTokenCount += all.ids.length;
    let start = 0;
    let first = 0;
    for (const block of row) {
      const toBlock = (offset: number) => offset - start;
      const end = start + block.text.length;
      const behind = block === row.at(-1) ? all.ids.length : countBelow(all.starts, end);
      block.tokens = {
        ids: all.ids.slice(first, behind),
        starts: all.starts.slice(first, behind).map(toBlock),
        ends: all.ends.slice(first, behind).map(toBlock),
        specialTokens: all.specialTokens,
      };
      [start, first] = [end, behind];
    }
  }

  /** The tokens of the whole text, with offsets into it. */
  tokens(): Tokens {
    const ids = new Int32Array(this.#textTokenCount);
    const starts = new Uint32Array(this.#textTokenCount);
    const ends = new Uint32Array(this.#textTokenCount);
    for (const { tokens, start, tokensBefore } of this.#settledBlocks()) {
      const toWholeText = (offset: number) => start + offset;
      ids.set(tokens.ids, tokensBefore);
      starts.set(tokens.starts.map(toWholeText), tokensBefore);
      ends.set(tokens.ends.map(toWholeText), tokensBefore);
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

  /** The span of token `index`; throws a RangeError when there are fewer tokens. */
  spanOf(index: number): Span {
    for (const { tokens, start, tokensBefore } of this.#settledBlocks()) {
      const { ids, starts, ends } = tokens;
      const inBlock = index - tokensBefore;
      if (inBlock < ids.length) return { start: start + starts[inBlock]!, end: start + ends[inBlock]! };
    }
    throw new RangeError(`There are only ${this.#textTokenCount} tokens.`);
  }

  /** The tokens that overlap `span`. */
  within(span: Span): CountableTokens {
    const first = this.#countTokens(span.start, ({ ends }, offset) => countBelow(ends, offset + 1));
    const behind = this.#countTokens(span.end, ({ starts }, offset) => countBelow(starts, offset));
    return { textTokenCount: Math.max(0, behind - first), spanOf: (index) => this.spanOf(first + index) };
  }

  /** Counts the tokens before `offset`; `countInBlock` counts those in the block that contains it. */
  #countTokens(offset: number, countInBlock: (tokens: Tokens, offset: number) => number): number {
    for (const { text, tokens, start, tokensBefore } of this.#settledBlocks()) {
      if (offset < start + text.length) return tokensBefore + countInBlock(tokens, offset - start);
    }
    return this.#textTokenCount;
  }

  /** The blocks with their tokens, where each starts in the text, and how many tokens come before it. */
  *#settledBlocks(): Generator<{ text: string; tokens: Tokens; start: number; tokensBefore: number }, void> {
    let start = 0;
    let tokensBefore = 0;
    for (const block of this.#blocks) {
      const tokens = block.tokens!;
      yield { text: block.text, tokens, start, tokensBefore };
      start += block.text.length;
      tokensBefore += tokens.ids.length;
    }
  }

  /**
   * The block that contains `offset`, and where it starts. An offset between two blocks belongs to the first of them,
   * because text inserted there may continue its last word.
   */
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

  /** Replaces the blocks first to last by `text`, together with neighbours where there is no longer a cut. */
  #replaceBlocks(first: number, last: number, text: string): void {
    while (first > 0 && !this.#isCutBetween(this.#blocks[first - 1]!.text, text)) {
      text = this.#blocks[--first]!.text + text;
    }
    while (last + 1 < this.#blocks.length && !this.#isCutBetween(text, this.#blocks[last + 1]!.text)) {
      text += this.#blocks[++last]!.text;
    }
    const removed = this.#blocks.slice(first, last + 1);
    for (const { tokens } of removed) this.#textTokenCount -= tokens?.ids.length ?? 0;
    this.#blocks = [...this.#blocks.slice(0, first), ...this.#blocksOf(text), ...this.#blocks.slice(last + 1)];
    this.#firstUnsettled = Math.min(this.#firstUnsettled, first);
  }

  #isCutBetween(left: string, right: string): boolean {
    // isCut looks at two code units before a cut and one behind it.
    const [before, behind] = [left.slice(-2), right.slice(0, 1)];
    return before !== '' && behind !== '' && isCut(before + behind, before.length, this.#encoder.cuts);
  }

  #blocksOf(text: string): Block[] {
    const blocks: Block[] = [];
    for (let start = 0; start < text.length;) {
      const leastEnd = start + BLOCK_LENGTH;
      const end = leastEnd >= text.length ? text.length : nextCut(text, leastEnd - 1, this.#encoder.cuts);
      blocks.push({ text: text.slice(start, end) });
      start = end;
    }
    return blocks;
  }
}
