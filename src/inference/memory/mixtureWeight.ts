import type { MemoryMatch } from './tokenMemory';

/** What decides how much the memory counts beside the model. */
export interface MixtureFeatures {
  readonly match: Pick<MemoryMatch, 'length' | 'count' | 'shares' | 'likeliest' | 'near' | 'isOwn'>;
  /** Whether the memory's likeliest token goes on with a word. */
  readonly isWithinWord: boolean;
  /** The model's probability of its likeliest token, and of the memory's. */
  readonly modelTop: number;
  readonly modelOfLikeliest: number;
  /** Entropy of the model's distribution, in nats. */
  readonly entropy: number;
}

/** One weight for each number of `featureVector`. */
export type MixtureWeights = readonly number[];

/** Fitted by `npm run bench -- ghost FILE` on prompts of eight repositories, which no model had seen. */
export const MIXTURE_WEIGHTS: MixtureWeights = [
  -1.37, 0.477, 0.138, 0.058, 0.668, -0.172, 0.188, -0.316, 0.618, -0.701, 0.642,
];

/** The features as numbers: a constant, then what tells of the match, then what tells how sure the model is. */
export function featureVector({ match, isWithinWord, modelTop, modelOfLikeliest, entropy }: MixtureFeatures): number[] {
  const length = Math.log2(1 + match.length);
  return [
    1,
    length,
    // Two or three tokens that match tell next to nothing, and ten nearly everything.
    length * length,
    Math.log2(1 + match.count),
    match.shares.get(match.likeliest)!,
    entropy,
    Math.log(Math.max(modelOfLikeliest, 1e-6)),
    match.near,
    Math.log(Math.max(1 - modelTop, 1e-4)),
    match.isOwn ? 1 : 0,
    isWithinWord ? 1 : 0,
  ];
}

/** The memory's share in the mixture of both distributions, 0 to 1: a logistic function of the features. */
export function mixtureWeight(features: MixtureFeatures, weights: MixtureWeights = MIXTURE_WEIGHTS): number {
  const logit = featureVector(features).reduce((sum, value, index) => sum + value * weights[index]!, 0);
  return 1 / (1 + Math.exp(-logit));
}
