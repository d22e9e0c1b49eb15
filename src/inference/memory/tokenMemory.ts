import type { MemoryPlace } from '../../contracts/completionRequests';
import { commonPrefix } from '../generation/prefixCachingReader';
import { ContextIndex, SEPARATOR } from './contextIndex';
import { keepSomeLengths } from './keepSomeLengths';
import { likenessOfPlaces } from './likenessOfPlaces';
import { matchesInContext } from './matchesInContext';
import { countNext, type MemoryMatch } from './memoryMatch';

/** A stretch of a learnt text in tokens. */
export interface LearntTokens {
  /** Name of the document that it is from. */
  readonly document: string;
  /** Line of the document at which it begins, from 0 on. */
  readonly line: number;
  readonly ids: Int32Array;
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
/** Most lengths of matches that have a say. */
const MOST_LENGTHS = 3;
/** Most occurrences of a context that are looked at: an even sample of those of a frequent one. */
const MOST_OCCURRENCES = 512;
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

  /** What followed some ends of `context`, in what was learnt and in itself, the longest of each first, `most` of each at most. */
  find(context: Int32Array, written: WrittenText, most = MOST_LENGTHS): MemoryMatch[] {
    const learnt = this.#learnt(context, written, most);
    return [
      ...learnt.map(({ length, occurrences }) => matchOf(context, length, occurrences, written.document)),
      ...matchesInContext(context, most),
    ];
  }

  /**
   * Where the longest end of `context` that is followed by `next` was learnt, and what stands before it is most like the context;
   * undefined if nowhere, or in `context` itself.
   */
  placeOf(
    context: Int32Array,
    next: number,
    written: WrittenText,
    lineBreaksIn: (id: number) => number,
  ): MemoryPlace | undefined {
    const own = matchesInContext(context, MOST_LENGTHS).find(({ shares }) => shares.has(next))?.length ?? 0;
    for (const { length, occurrences } of this.#learnt(context, written, MOST_LENGTHS)) {
      const followed = occurrences.filter(({ part, position }) => part.index.tokens[position] === next);
      if (length <= own || followed.length === 0) continue;
      const likenesses = likenessesOf(context, length, followed);
      const { part, position, stretch } = followed[likenesses.indexOf(Math.max(...likenesses))]!;
      const before = part.index.tokens.subarray(stretch.start, position);
      return { document: stretch.document, line: before.reduce((sum, id) => sum + lineBreaksIn(id), stretch.line) };
    }
    return undefined;
  }

  /** Occurrences of some ends of `context`, but for that at the caret, the longest first. */
  #learnt(context: Int32Array, written: WrittenText, most: number) {
    const found = this.#parts.map((part) => ({ part, byLength: part.index.find(context) }));
    const longest = found.reduce((most, { byLength }) => Math.max(most, byLength.length), 0);
    return keepSomeLengths(longest, (length) => occurrencesOf(length, found, written), most);
  }
}

/** A stretch, and where it begins in the tokens of its part. */
type PlacedStretch = LearntTokens & { readonly start: number };

/** Positions behind the ends of a context, by their length less 1. */
interface FoundInPart {
  readonly part: Part;
  readonly byLength: readonly Int32Array[];
}

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

/** Some of the occurrences of so many tokens at the end of a context, but for the one at the caret. */
function occurrencesOf(length: number, found: readonly FoundInPart[], { document, right }: WrittenText): Occurrence[] {
  const all = found.map(({ byLength }) => byLength[length - 1] ?? new Int32Array(0));
  const step = Math.ceil(all.reduce((sum, positions) => sum + positions.length, 0) / MOST_OCCURRENCES);
  const occurrences: Occurrence[] = [];
  for (const [index, positions] of all.entries()) {
    const { part } = found[index]!;
    for (let sampled = 0; sampled < positions.length; sampled += step) {
      const position = positions[sampled]!;
      const stretch = stretchAt(part, position);
      const isAtCaret =
        stretch.document === document && commonPrefix(part.index.tokens.subarray(position), right) >= SAME_PLACE;
      if (!isAtCaret) occurrences.push({ part, position, stretch });
    }
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

function matchOf(
  context: Int32Array,
  length: number,
  occurrences: readonly Occurrence[],
  document: string | undefined,
): MemoryMatch {
  const folder = document === undefined ? undefined : folderOf(document);
  const near = occurrences.filter(({ stretch }) => folderOf(stretch.document) === folder).length / occurrences.length;
  const next = occurrences.map(({ part, position }) => part.index.tokens[position]!);
  return { ...countNext(next, likenessesOf(context, length, occurrences)), length, near, isOwn: false };
}

/** How alike what stands before so many tokens is, at the end of a context and at each of the places where they occur. */
function likenessesOf(context: Int32Array, length: number, occurrences: readonly Occurrence[]): number[] {
  const likeness = likenessOfPlaces(context.subarray(0, context.length - length));
  return occurrences.map(({ part, position }) => likeness(part.index.tokens, position - length));
}

function folderOf(document: string): string {
  return document.slice(0, document.lastIndexOf('/') + 1);
}
