import type { PartEffect, RedundantParts } from './partEffect';
import { isMoreThanNoise } from './noise';
import { similarParts } from './similarParts';
import type { Span } from '../text/span';

/** Most variants that are read to find out which of many parts are redundant. */
const MAX_STEPS = 12;

/**
 * Finds parts that change more together than apart: those that say much the same, and those of which none changes
 * anything, while all of them together do.
 *
 * @param effects of the parts that were measured, ascending
 * @param changeWithout measures the change without several parts
 */
export async function findRedundantParts(
  text: string,
  parts: readonly Span[],
  effects: readonly PartEffect[],
  noise: Float32Array,
  changeWithout: (parts: readonly number[]) => Promise<Float32Array>,
): Promise<RedundantParts[]> {
  const found: RedundantParts[] = [];
  const measured = effects.filter(({ isEstimate }) => !isEstimate);
  const bitsOf = new Map(measured.map(({ part, bits }) => [part, bits]));
  /** Whether the change is larger than those of the parts apart, by more than noise. */
  const isMore = (group: readonly number[], bits: Float32Array) =>
    bits.some((each, answer) => {
      const apart = group.reduce((sum, part) => sum + Math.abs(bitsOf.get(part)![answer]!), 0);
      return Math.abs(each) > apart + noise[answer]! * Math.sqrt(group.length);
    });
  for (const pair of similarParts(
    text,
    measured.map(({ part }) => ({ part, ...parts[part]! })),
  )) {
    const bits = await changeWithout(pair);
    if (isMore(pair, bits)) found.push({ parts: pair, bits });
  }
  const known = new Set(found.flatMap((each) => each.parts));
  const useless = measured.filter(({ part, bits }) => !known.has(part) && !isMoreThanNoise(bits, noise));
  const rest = await smallestGroup(
    useless.map(({ part }) => part),
    isMore,
    changeWithout,
  );
  return rest ? [...found, rest] : found;
}

/** The smallest group that halving leads to of which no part changes anything alone, and all together do. */
async function smallestGroup(
  all: readonly number[],
  isMore: (group: readonly number[], bits: Float32Array) => boolean,
  changeWithout: (parts: readonly number[]) => Promise<Float32Array>,
): Promise<RedundantParts | undefined> {
  if (all.length < 2) return undefined;
  let found = { parts: all, bits: await changeWithout(all) };
  if (!isMore(all, found.bits)) return undefined;
  let pieces = 2;
  let steps = 0;
  while (found.parts.length > 2 && pieces <= found.parts.length && steps < MAX_STEPS) {
    const size = Math.ceil(found.parts.length / pieces);
    let smaller: typeof found | undefined;
    for (let start = 0; start < found.parts.length && !smaller && steps < MAX_STEPS; start += size) {
      const without = found.parts.filter((_, index) => index < start || index >= start + size);
      if (without.length < 2) continue;
      const bits = await changeWithout(without);
      steps++;
      if (isMore(without, bits)) smaller = { parts: without, bits };
    }
    if (smaller) pieces = Math.max(2, pieces - 1);
    else pieces *= 2;
    found = smaller ?? found;
  }
  return found;
}
