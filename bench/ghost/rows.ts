import { higherIsBetter, lowerIsBetter, percentile, type Row } from '../row';
import type { Measures } from './measure';

/** What a writer reached in a repository, in one of its variants. */
export interface Variant {
  readonly repository: string;
  readonly writer: string;
  readonly hasMemory: boolean;
  readonly hasRules: boolean;
  readonly measures: Measures;
}

/** The medians over repositories of one writer, against the goals. */
export function rowsOf(variants: readonly Variant[], writer: string): Row[] {
  const own = variants.filter((variant) => variant.writer === writer);
  const repositories = [...new Set(own.map(({ repository }) => repository))];
  const of = (repository: string, hasMemory: boolean, hasRules: boolean) =>
    own.find((each) => each.repository === repository && each.hasMemory === hasMemory && each.hasRules === hasRules)!
      .measures;
  const median = (value: (repository: string) => number) => percentile(repositories.map(value), 0.5);
  /** The median of a measure and of what it is compared with, and of their ratio in each repository. */
  const compared = (
    make: typeof higherIsBetter,
    what: string,
    name: keyof Measures,
    [ours, theirs]: readonly [readonly [boolean, boolean], readonly [boolean, boolean]],
    goal: number,
  ): Row => {
    const value = median((repository) => of(repository, ...ours)[name]);
    const against = median((repository) => of(repository, ...theirs)[name]);
    const ratio = median((repository) => {
      const [a, b] = [of(repository, ...ours)[name], of(repository, ...theirs)[name]];
      return make === lowerIsBetter ? b / a : a / b;
    });
    return { ...make(what, value, against, goal), ratio, met: ratio >= goal };
  };
  const memory = [
    [true, false],
    [false, false],
  ] as const;
  const memoryWithRules = [
    [true, true],
    [false, true],
  ] as const;
  const rules = [
    [true, true],
    [true, false],
  ] as const;
  return [
    compared(higherIsBetter, `share of next words right, ${writer}, memory; against none`, 'wordsRight', memory, 1.4),
    compared(
      higherIsBetter,
      `share of keys saved, ${writer}, memory; against none`,
      'keysSaved',
      memoryWithRules,
      1.15,
    ),
    compared(lowerIsBetter, `bits a character, ${writer}, memory; against none`, 'bitsPerCharacter', memory, 1 / 0.85),
    compared(
      higherIsBetter,
      `share of keys saved, ${writer}, memory, level normal; against no rules`,
      'keysSaved',
      rules,
      0.95,
    ),
    higherIsBetter(
      `share right in the first word, ${writer}, memory, level normal`,
      median((repository) => of(repository, true, true).right),
      0.6,
      1,
    ),
    lowerIsBetter(
      `share wrong from the first letter, ${writer}, memory, level normal`,
      median((repository) => of(repository, true, true).wrongFromFirst),
      0.15,
      1,
    ),
    compared(lowerIsBetter, `ms a request, ${writer}, memory; against none`, 'milliseconds', memoryWithRules, 0.9),
  ];
}
