import type { MemoryPlace } from '../../contracts/completionRequests';
import { concatenate } from '../../core/concatenate';
import type { RememberingReader } from '../generation/prefixCachingReader';
import { topToken } from '../generation/topTokens';
import type { Turn } from '../requestScheduler';
import type { Tokenizer } from '../tokens/tokenizer';
import type { MemoryMatch } from './memoryMatch';
import {
  featureVector,
  MIXTURE_WEIGHTS,
  mixtureShares,
  type MatchFeatures,
  type MixtureWeights,
} from './mixtureWeights';
import type { TokenMemory, WrittenText } from './tokenMemory';

/** Most tokens that are proposed at once. */
const LONGEST_DRAFT = 8;
/** A token is proposed when all of the draft is right with this chance: one more token makes a pass a third to a half longer. */
const LEAST_CHANCE_OF_DRAFT = 0.5;
/** Behind matches of so many tokens, the likeliest token was right half of the time, in prompts of eight repositories. */
const HALF_SURE_LENGTH = 2.5;

/** What is needed of a model. */
export interface ModelToMix {
  readonly reader: RememberingReader;
  readonly tokenizer: Tokenizer;
  readonly contextLength: number;
}

/** A model's distribution and the memory's, mixed. */
interface Mixture {
  /** Natural logarithms of probabilities [vocabulary]. */
  readonly row: Float32Array;
  /** By token that the memory knows: which part of its probability is the memory's, 0 to 1. */
  readonly shareOfMemory: ReadonlyMap<number, number>;
}

/**
 * A reader whose logits are mixed with what followed the same context in the memory (an ∞-gram, Liu et al. 2024) and shorter ends
 * of it, interpolated as in the neural cache of Grave et al. 2017. Where the memory is sure of several tokens, the model reads them
 * in one pass (prompt lookup decoding, Saxena 2023); those that it would not have chosen are dropped.
 */
export class ReaderWithMemory implements RememberingReader {
  readonly #inner: RememberingReader;
  readonly #tokenizer: Tokenizer;
  readonly #contextLength: number;
  readonly #memory: TokenMemory;
  readonly #written: WrittenText;
  readonly #weights: MixtureWeights;
  readonly #longestDraft: number;
  /** By the model's own row. */
  readonly #mixtures = new WeakMap<Float32Array, Mixture>();

  constructor(
    { reader, tokenizer, contextLength }: ModelToMix,
    memory: TokenMemory,
    written: WrittenText,
    weights: MixtureWeights = MIXTURE_WEIGHTS,
    longestDraft = LONGEST_DRAFT,
  ) {
    this.#inner = reader;
    this.#tokenizer = tokenizer;
    this.#contextLength = contextLength;
    this.#memory = memory;
    this.#written = written;
    this.#weights = weights;
    this.#longestDraft = longestDraft;
  }

  known(ids: Int32Array): Float32Array | undefined {
    const row = this.#inner.known(ids);
    return row && this.#mix(ids, row).row;
  }

  millisecondsToRead(ids: Int32Array): number {
    return this.#inner.millisecondsToRead(ids);
  }

  get isStepwise(): boolean {
    return this.#inner.isStepwise;
  }

  async read(ids: Int32Array, keep: number, turn?: Turn): Promise<Float32Array> {
    const draft = keep === 1 && !this.#inner.known(ids) ? this.#draftAfter(ids) : [];
    const all = Int32Array.of(...ids, ...draft);
    const logits = await this.#inner.read(all, keep + draft.length, turn);
    const size = logits.length / (keep + draft.length);
    const rows = Array.from({ length: keep }, (_, index) => {
      const context = ids.subarray(0, ids.length - keep + index + 1);
      return this.#mix(context, this.#inner.known(context) ?? logits.subarray(index * size, (index + 1) * size)).row;
    });
    return rows.length === 1 ? rows[0]! : concatenate(rows as [Float32Array, ...Float32Array[]]);
  }

  /** The model's own reader. */
  get own(): RememberingReader {
    return this.#inner;
  }

  /** Which part of the probability of `id` after `ids` is the memory's, 0 to 1; 0 where the logits are not known. */
  shareOf(ids: Int32Array, id: number): number {
    const row = this.#inner.known(ids);
    return (row && this.#mix(ids, row).shareOfMemory.get(id)) ?? 0;
  }

  /** Where `id` followed the longest end of `ids` in the memory; undefined if nowhere. */
  placeOf(ids: Int32Array, id: number): MemoryPlace | undefined {
    return this.#memory.placeOf(ids, id, this.#written, (token) =>
      lineBreaksIn(this.#tokenizer.vocabularyBytes[token] ?? ''),
    );
  }

  /** What the memory knows after `ids`. */
  matches(ids: Int32Array): MemoryMatch[] {
    return this.#memory.find(ids, this.#written);
  }

  #mix(ids: Int32Array, logits: Float32Array): Mixture {
    const known = this.#mixtures.get(logits);
    if (known) return known;
    const matches = this.matches(ids);
    const mixture =
      matches.length > 0
        ? mix(logits, matches, this.#tokenizer, this.#weights)
        : { row: logits, shareOfMemory: new Map<number, number>() };
    this.#mixtures.set(logits, mixture);
    return mixture;
  }

  /** The tokens of which the memory is sure, as many as have room in the context window. */
  #draftAfter(ids: Int32Array): number[] {
    const draft: number[] = [];
    const longest = this.#inner.isStepwise ? 0 : Math.min(this.#longestDraft, this.#contextLength - ids.length);
    let chance = 1;
    while (draft.length < longest) {
      const longestOfEach = this.#memory.find(Int32Array.of(...ids, ...draft), this.#written, 1);
      const [match] = longestOfEach.toSorted((a, b) => b.length - a.length);
      if (!match) break;
      chance *= (match.shares.get(match.likeliest)! * match.length) / (match.length + HALF_SURE_LENGTH);
      if (chance < LEAST_CHANCE_OF_DRAFT || this.#tokenizer.vocabularyBytes[match.likeliest]!.includes('\n')) break;
      draft.push(match.likeliest);
    }
    return draft;
  }
}

function lineBreaksIn(text: string): number {
  return text.split('\n').length - 1;
}

/** What a model's logits and matches in the memory tell about each other. */
export function featuresOfMatches(
  logits: Float32Array,
  matches: readonly MemoryMatch[],
  { vocabularyBytes }: Tokenizer,
): { readonly logTotal: number; readonly features: MatchFeatures[] } {
  const top = topToken(logits);
  const logTotal = logits[top.id]! - top.logProbability;
  const features = matches.map((match) => ({
    match,
    isWithinWord: /^[a-z]/i.test(vocabularyBytes[match.likeliest] ?? ''),
    modelTop: Math.exp(top.logProbability),
    modelOfLikeliest: probabilityOf(match.likeliest, logits, logTotal),
  }));
  return { logTotal, features };
}

/** @param logTotal logarithm of the sum of exp(logit); 0 for logits that are logarithms of probabilities */
export function probabilityOf(id: number, logits: Float32Array, logTotal: number): number {
  return Math.exp((logits[id] ?? -Infinity) - logTotal);
}

function mix(
  logits: Float32Array,
  matches: readonly MemoryMatch[],
  tokenizer: Tokenizer,
  weights: MixtureWeights,
): Mixture {
  const { logTotal, features } = featuresOfMatches(logits, matches, tokenizer);
  const [ofModel, ...ofMatches] = mixtureShares(features.map(featureVector), weights) as [number, ...number[]];
  /** Probabilities that the memory adds, by token. */
  const added = new Map<number, number>();
  for (const [index, { shares }] of matches.entries())
    for (const [id, share] of shares) added.set(id, (added.get(id) ?? 0) + ofMatches[index]! * share);
  const offset = Math.log(ofModel) - logTotal;
  const row = logits.map((logit) => logit + offset);
  const shareOfMemory = new Map<number, number>();
  for (const [id, probability] of added) {
    if (id >= row.length) continue;
    const mixed = probability + ofModel * probabilityOf(id, logits, logTotal);
    row[id] = Math.log(mixed);
    shareOfMemory.set(id, probability / mixed);
  }
  return { row, shareOfMemory };
}
