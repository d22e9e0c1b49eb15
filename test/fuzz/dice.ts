import { seeded } from '../helpers/random';

/** Random decisions of one case, reproducible from its seed and number. */
export interface Dice {
  /** 0 to limit − 1. */
  below(limit: number): number;
  chance(share: number): boolean;
  any<T>(values: readonly T[]): T;
}

/** @param number of the case: each case can be run alone */
export function diceFor(seed: number, number: number): Dice {
  const random = seeded(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b));
  const below = (limit: number) => Math.floor(random() * limit);
  return { below, chance: (share) => random() < share, any: (values) => values[below(values.length)]! };
}
