import type { ChanceWeights } from '../../src/core/completion/chanceOfFirstWord';
import { mixtureShares, type MixtureWeights } from '../../src/inference/memory/mixtureWeights';
import { minimize } from './minimize';

/** A token of a passage for which the memory has matches. */
export interface MatchRecord {
  readonly repository: string;
  /** `featureVector` of each match. */
  readonly vectors: readonly (readonly number[])[];
  /** The probability of the token that stands there: the matches' and the model's. */
  readonly matches: readonly number[];
  readonly model: number;
}

/** A suggestion for a place in a passage. */
export interface BeginningRecord {
  readonly repository: string;
  /** `firstWordVector` for the first word and for its first letter, and whether they were right. */
  readonly word: readonly number[];
  readonly letter: readonly number[];
  readonly isWordRight: boolean;
  readonly isLetterRight: boolean;
}

/** Keeps weights small that the records do not determine. */
const RIDGE = 1e-3;

/** The weights with which the mixture gives the tokens the highest probability. */
export function fitMixture(records: readonly MatchRecord[]): MixtureWeights {
  return minimize(records[0]!.vectors[0]!.length, (weights) => {
    let value = RIDGE * weights.reduce((sum, weight) => sum + weight * weight, 0);
    const gradient = weights.map((weight) => 2 * RIDGE * weight);
    for (const { vectors, matches, model } of records) {
      const [ofModel, ...shares] = mixtureShares(vectors, weights) as [number, ...number[]];
      const probability = shares.reduce((sum, share, index) => sum + share * matches[index]!, ofModel * model);
      const mixed = Math.max(1e-9, probability);
      value -= Math.log(mixed) / records.length;
      for (const [index, vector] of vectors.entries()) {
        const slope = (shares[index]! * (matches[index]! - probability)) / mixed / records.length;
        vector.forEach((feature, at) => (gradient[at]! -= slope * feature));
      }
    }
    return { value, gradient };
  });
}

/** The weights with which the chances of beginnings are nearest to what became of them. */
export function fitChances(records: readonly BeginningRecord[]): ChanceWeights {
  return {
    word: fitLogistic(records.map(({ word, isWordRight }) => ({ vector: word, isTrue: isWordRight }))),
    letter: fitLogistic(records.map(({ letter, isLetterRight }) => ({ vector: letter, isTrue: isLetterRight }))),
  };
}

function fitLogistic(records: readonly { readonly vector: readonly number[]; readonly isTrue: boolean }[]): number[] {
  return minimize(records[0]!.vector.length, (weights) => {
    let value = RIDGE * weights.reduce((sum, weight) => sum + weight * weight, 0);
    const gradient = weights.map((weight) => 2 * RIDGE * weight);
    for (const { vector, isTrue } of records) {
      const chance = logistic(vector, weights);
      value -= Math.log(Math.max(1e-9, isTrue ? chance : 1 - chance)) / records.length;
      vector.forEach(
        (feature, index) => (gradient[index]! += ((chance - (isTrue ? 1 : 0)) * feature) / records.length),
      );
    }
    return { value, gradient };
  });
}

/** 1 / (1 + e^−(weights · vector)). */
export function logistic(vector: readonly number[], weights: readonly number[]): number {
  return 1 / (1 + Math.exp(-vector.reduce((sum, feature, index) => sum + feature * weights[index]!, 0)));
}
