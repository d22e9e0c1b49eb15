import type { MemoryMatch } from './memoryMatch';

/** What decides how much a match in the memory counts beside the model and other matches. */
export interface MatchFeatures {
  readonly match: MemoryMatch;
  /** Whether the likeliest token of the match goes on with a word. */
  readonly isWithinWord: boolean;
  /** The model's probability of its likeliest token, and of that of the match. */
  readonly modelTop: number;
  readonly modelOfLikeliest: number;
}

/** One weight for each number of `featureVector`. */
export type MixtureWeights = readonly number[];

/** Fitted by `npm run bench -- ghost FILE` on prompts of eight repositories, which no model had seen. */
export const MIXTURE_WEIGHTS: MixtureWeights = [
  -0.85, 0.494, 0.128, -0.307, 0.357, 0.179, -0.141, 0.505, 0.047, 0.704, -1.585, 1.771,
];

/** The features as numbers: a constant, then what tells of the match, then what tells how sure the model is. */
export function featureVector({ match, isWithinWord, modelTop, modelOfLikeliest }: MatchFeatures): number[] {
  const length = Math.log2(1 + match.length);
  return [
    1,
    length,
    // Two or three tokens that match tell next to nothing, and ten nearly everything.
    length * length,
    Math.log2(1 + match.count),
    match.shares.get(match.likeliest)!,
    Math.log(Math.max(modelOfLikeliest, 1e-6)),
    match.near,
    Math.log(Math.max(1 - modelTop, 1e-4)),
    match.isOwn ? 1 : 0,
    isWithinWord ? 1 : 0,
    // Where each occurrence was followed by another token, the next one is a new one again.
    match.variety,
    match.likeness,
  ];
}

/**
 * The shares of the model and of each match in the mixture of their distributions: the softmax of 0 and of the weighted features of
 * the matches.
 *
 * @param vectors `featureVector` of each match
 * @returns the model's share, then those of the matches; they sum to 1
 */
export function mixtureShares(vectors: readonly (readonly number[])[], weights: MixtureWeights): number[] {
  const logits = vectors.map((vector) => vector.reduce((sum, value, index) => sum + value * weights[index]!, 0));
  const exponentials = [1, ...logits.map(Math.exp)];
  const total = exponentials.reduce((sum, each) => sum + each, 0);
  return exponentials.map((each) => each / total);
}
