/** What tells whether a suggestion begins right. */
export interface FirstWordFeatures {
  /** Natural logarithm of the probability of the first word with its end, or of the first letter, given what is typed. */
  readonly logProbability: number;
  /** Which part of that probability is the memory's, 0 to 1. */
  readonly shareOfMemory: number;
  /** Bits a byte with which the last lines surprised the model: whether it knows the language and the matter. */
  readonly surprise: number;
}

/** Weights of the numbers of `firstWordVector`, for the first word and for its first letter. */
export interface ChanceWeights {
  readonly word: readonly number[];
  readonly letter: readonly number[];
}

/** Fitted by `npm run bench -- ghost FILE` on prompts of eight repositories, with two models, each with and without memory. */
export const CHANCE_WEIGHTS: ChanceWeights = {
  word: [0.397, 0.766, -0.312, 0.43],
  letter: [0.039, 0.744, -0.163, 0.346],
};

/** A sure word would have an infinite logit. */
const LARGEST_PROBABILITY = 0.999;

/** The chance that a suggestion begins right, 0 to 1: a logistic function that rises with the probability. */
export function chanceOfFirst(features: FirstWordFeatures, weights: readonly number[]): number {
  const logit = firstWordVector(features).reduce((sum, value, index) => sum + value * weights[index]!, 0);
  return 1 / (1 + Math.exp(-logit));
}

/** A constant, the logit of the probability, the surprise as far as the model speaks, and the memory's share. */
export function firstWordVector({ logProbability, shareOfMemory, surprise }: FirstWordFeatures): number[] {
  const probability = Math.min(LARGEST_PROBABILITY, Math.exp(logProbability));
  return [1, Math.log(probability / (1 - probability)), surprise * (1 - shareOfMemory), shareOfMemory];
}
