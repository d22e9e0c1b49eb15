import type { MemoryPlace } from '../../contracts/completionRequests';
import { commonPrefix } from '../generation/prefixCachingReader';
import { ContextIndex, DEEPEST_MATCH, SEPARATOR } from './contextIndex';

/** A stretch of a learnt text in tokens. */
export interface LearntTokens {
  /** Name of the document that it is from. */
  readonly document: string;
  /** Line of the document at which it begins, from 0 on. */
  readonly line: number;
  readonly ids: Int32Array;
}

/** What followed the longest end of a context that occurs in the memory. */
export interface MemoryMatch {
  /** How many tokens of the context are the same. */
  readonly length: number;
  /** How often they occur. */
  readonly count: number;
  /** By token that followed: how often, as a share of all. */
  readonly shares: ReadonlyMap<number, number>;
  /** The token that followed most often. */
  readonly likeliest: number;
  /** Share of the occurrences in the folder of the text that is being written. */
  readonly near: number;
  /** Whether they occur in the context itself. */
  readonly isOwn: boolean;
}

/** The text that is being written. Its own words right of the caret are not suggested again. */
export interface WrittenText {
  /** Name with which it was learnt; undefined for a text that was not. */
  readonly document: string | undefined;
  /** The first tokens right of the caret. */
  readonly right: Int32Array;
}

/** Tokens in one index. A change sorts the index anew that it touches, which takes about 20 ms. */
const INDEX_TOKENS = 32_768;
/** Most occurrences of a context that are looked at: an even sample of those of a frequent one. */
const MOST_OCCURRENCES = 128;
/** A place is taken for the caret's own when this many tokens that follow are the same. */
export const SAME_PLACE = 3;

/** An index of some stretches, and where they lie in it. */
interface Part {
  readonly stretches: readonly PlacedStretch[];
  readonly size: number;
  readonly index: ContextIndex;
}

/** Remembers texts, and finds what followed a context in them. In tokens of one tokenizer. */
export class TokenMemory {
  #parts: readonly Part[] = [];

  /** Remembers stretches in addition to the others. */
  add(stretches: readonly LearntTokens[]): void {
    const plans = this.#parts.map(({ size }) => ({ size, added: [] as LearntTokens[] }));
    for (const stretch of stretches) {
      let plan = plans.find(({ size }) => size + stretch.ids.length <= INDEX_TOKENS);
      if (!plan) plans.push((plan = { size: 0, added: [] }));
      plan.added.push(stretch);
      plan.size += stretch.ids.length;
    }
    this.#parts = plans.map(({ added }, index) => {
      const part = this.#parts[index];
      return part && added.length === 0 ? part : partOf([...(part?.stretches ?? []), ...added]);
    });
  }

  /** Forgets documents. */
  remove(documents: readonly string[]): void {
    const forgotten = new Set(documents);
    this.#parts = this.#parts
      .map((part) => {
        const kept = part.stretches.filter((stretch) => !forgotten.has(stretch.document));
        return kept.length === part.stretches.length ? part : partOf(kept);
      })
      .filter(({ stretches }) => stretches.length > 0);
  }

  /** What followed the longest end of `context` that occurs in it before, or in what was learnt; undefined if none does. */
  find(context: Int32Array, written: WrittenText): MemoryMatch | undefined {
    const own = ownMatch(context);
    const { length, occurrences } = this.#longest(context, own?.length ?? 0, written);
    return occurrences.length === 0 ? own : matchOf(length, occurrences, written.document);
  }

  /** Where the longest end of `context` that was learnt is followed by `next`; undefined if nowhere, or in `context` only. */
  placeOf(
    context: Int32Array,
    next: number,
    written: WrittenText,
    lineBreaksIn: (id: number) => number,
  ): MemoryPlace | undefined {
    const { occurrences } = this.#longest(context, ownMatch(context)?.length ?? 0, written);
    const found = occurrences.find((each) => each.part.index.tokens[each.position] === next);
    if (!found) return undefined;
    const { part, position, stretch } = found;
    const before = part.index.tokens.subarray(stretch.start, position);
    return { document: stretch.document, line: before.reduce((sum, id) => sum + lineBreaksIn(id), stretch.line) };
  }

  /** The occurrences of the longest end of `context` that has any, if it is longer than `least`. */
  #longest(context: Int32Array, least: number, written: WrittenText): { length: number; occurrences: Occurrence[] } {
    for (let longest = DEEPEST_MATCH; ;) {
      const end = context.subarray(Math.max(0, context.length - longest));
      const found = this.#parts.map((part) => ({ part, match: part.index.find(end) }));
      const length = found.reduce((most, { match }) => Math.max(most, match.length), 0);
      if (length <= least) return { length, occurrences: [] };
      const occurrences = found
        .filter(({ match }) => match.length === length)
        .flatMap(({ part, match }) => occurrencesIn(part, match.positions, written));
      // Where the only ones are what stands at the caret already, shorter ones may be elsewhere.
      if (occurrences.length > 0) return { length, occurrences };
      longest = length - 1;
    }
  }
}

/** A stretch, and where it begins in the tokens of its part. */
type PlacedStretch = LearntTokens & { readonly start: number };

interface Occurrence {
  readonly part: Part;
  readonly position: number;
  readonly stretch: PlacedStretch;
}

function partOf(stretches: readonly LearntTokens[]): Part {
  const size = stretches.reduce((sum, { ids }) => sum + ids.length, 0);
  const tokens = new Int32Array(size + stretches.length + 1).fill(SEPARATOR);
  let start = 1;
  const placed = stretches.map((stretch) => {
    tokens.set(stretch.ids, start);
    const ids = tokens.subarray(start, start + stretch.ids.length);
    const at = start;
    start += ids.length + 1;
    return { ...stretch, ids, start: at };
  });
  return { stretches: placed, size, index: new ContextIndex(tokens) };
}

/** The occurrences at some of the positions, but for the one at the caret. */
function occurrencesIn(part: Part, positions: Int32Array, { document, right }: WrittenText): Occurrence[] {
  const step = Math.ceil(positions.length / MOST_OCCURRENCES);
  const occurrences: Occurrence[] = [];
  for (let index = 0; index < positions.length; index += step) {
    const position = positions[index]!;
    const stretch = stretchAt(part, position);
    const isAtCaret =
      stretch.document === document && commonPrefix(part.index.tokens.subarray(position), right) >= SAME_PLACE;
    if (!isAtCaret) occurrences.push({ part, position, stretch });
  }
  return occurrences;
}

function stretchAt({ stretches }: Part, position: number): PlacedStretch {
  let [low, high] = [0, stretches.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (stretches[middle]!.start <= position) low = middle;
    else high = middle;
  }
  return stretches[low]!;
}

function matchOf(length: number, occurrences: readonly Occurrence[], document: string | undefined): MemoryMatch {
  const folder = document === undefined ? undefined : folderOf(document);
  const near = occurrences.filter(({ stretch }) => folderOf(stretch.document) === folder).length / occurrences.length;
  const next = occurrences.map(({ part, position }) => part.index.tokens[position]!);
  return { ...sharesOf(next), length, near, isOwn: false };
}

/** What followed the longest end of a context that occurs in it before. */
function ownMatch(context: Int32Array): MemoryMatch | undefined {
  let longest = 0;
  let next: number[] = [];
  for (let position = 1; position < context.length; position++) {
    let length = 0;
    while (length < position && context[position - 1 - length] === context[context.length - 1 - length]) length++;
    if (length > longest) {
      longest = length;
      next = [];
    }
    if (length > 0 && length === longest) next.push(context[position]!);
  }
  return longest === 0 ? undefined : { ...sharesOf(next), length: longest, near: 1, isOwn: true };
}

function sharesOf(next: readonly number[]): Pick<MemoryMatch, 'count' | 'shares' | 'likeliest'> {
  const shares = new Map<number, number>();
  for (const id of next) shares.set(id, (shares.get(id) ?? 0) + 1 / next.length);
  const [likeliest] = [...shares].reduce((best, each) => (each[1] > best[1] ? each : best));
  return { count: next.length, shares, likeliest };
}

function folderOf(document: string): string {
  return document.slice(0, document.lastIndexOf('/') + 1);
}
