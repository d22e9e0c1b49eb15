import type { PartEffect, RedundantParts } from './partEffect';
import { isMoreThanNoise } from './noise';
import { repeatedParts } from './repeatedParts';
import { similarParts } from './similarParts';
import type { Span } from '../text/span';

/** Most variants that are read to find out which of many parts are redundant. */
const MAX_STEPS = 12;

/**
 * Finds parts that say the same in the same words, and parts that change more together than apart: those that say much the same,
 * and those of which none changes anything, while all of them together do.
 *
 * @param effects of the parts, ascending; of estimated ones, only repetitions are found
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
  const bitsOf = new Map(effects.map(({ part, bits }) => [part, bits]));
  /** Whether the change is larger than those of the parts apart, by more than noise. */
  const isMore = (group: readonly number[], bits: Float32Array) =>
    bits.some((each, answer) => {
      const apart = group.reduce((sum, part) => sum + Math.abs(bitsOf.get(part)![answer]!), 0);
      return Math.abs(each) > apart + noise[answer]! * Math.sqrt(group.length);
    });
  const spansOf = (some: readonly PartEffect[]) => some.map(({ part }) => ({ part, ...parts[part]! }));
  const repeated = repeatedParts(text, spansOf(effects));
  for (const group of repeated) found.push({ parts: group, bits: await changeWithout(group), isRepeated: true });
  const isNew = (pair: readonly number[]) => !repeated.some((group) => pair.every((part) => group.includes(part)));
  for (const pair of similarParts(text, spansOf(measured)).filter(isNew)) {
    const bits = await changeWithout(pair);
    if (isMore(pair, bits)) found.push({ parts: pair, bits, isRepeated: false });
  }
  const known = new Set(found.filter((each) => isMore(each.parts, each.bits)).flatMap((each) => each.parts));
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
  let found = { parts: all, bits: await changeWithout(all), isRepeated: false };
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
      if (isMore(without, bits)) smaller = { parts: without, bits, isRepeated: false };
    }
    if (smaller) pieces = Math.max(2, pieces - 1);
    else pieces *= 2;
    found = smaller ?? found;
  }
  return found;
}
