import { figure, higherIsBetter, lowerIsBetter, percentile, type Row } from '../row';
import type { SuggestionLevel } from '../../src/core/completion/suggestionLevels';
import type { Measures } from './measure';

/** What a writer reached in a repository, in one of its variants. */
export interface Variant {
  readonly repository: string;
  readonly writer: string;
  readonly hasMemory: boolean;
  /** Undefined for what it did before there were levels. */
  readonly level: SuggestionLevel | undefined;
  readonly measures: Measures;
}

/** Whether with memory, and at which level. */
type Of = readonly [boolean, SuggestionLevel | undefined];

/** The medians over repositories of one writer, against the goals. */
export function rowsOf(variants: readonly Variant[], writer: string): Row[] {
  const own = variants.filter((variant) => variant.writer === writer);
  const repositories = [...new Set(own.map(({ repository }) => repository))];
  const of = (repository: string, hasMemory: boolean, level: SuggestionLevel | undefined) =>
    own.find((each) => each.repository === repository && each.hasMemory === hasMemory && each.level === level)!
      .measures;
  const median = (value: (repository: string) => number) => percentile(repositories.map(value), 0.5);
  /** The median of a measure and of what it is compared with, and of their ratio in each repository. */
  const compared = (
    make: typeof higherIsBetter,
    what: string,
    name: keyof Measures,
    [ours, theirs]: readonly [Of, Of],
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
    [true, undefined],
    [false, undefined],
  ] as const;
  const memoryWithRules = [
    [true, 'normal'],
    [false, 'normal'],
  ] as const;
  const rules = [
    [true, 'normal'],
    [true, undefined],
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
      median((repository) => of(repository, true, 'normal').right),
      0.6,
      1,
    ),
    lowerIsBetter(
      `share wrong from the first letter, ${writer}, memory, level normal`,
      median((repository) => of(repository, true, 'normal').wrongFromFirst),
      0.15,
      1,
    ),
    ...(['quiet', 'normal', 'eager'] as const).map((level) => {
      const at = (name: keyof Measures) => median((repository) => of(repository, true, level)[name]);
      const shares = [at('right'), at('wrongFromFirst')].map((share) => share.toFixed(2)).join(' right, ');
      const what = `share of keys saved, ${writer}, memory, level ${level}: ${shares} wrong from the first letter`;
      return figure(what, at('keysSaved'));
    }),
    compared(lowerIsBetter, `ms a request, ${writer}, memory; against none`, 'milliseconds', memoryWithRules, 0.9),
  ];
}
