import type { Dice } from './dice';
import { hostileText } from './hostileText';

const NUMBERS = [
  ...[0, -0, 1, -1, 0.5, 1.5, NaN, Infinity, -Infinity],
  ...[1e308, -1e308, 5e-324, 2 ** 31, 2 ** 32, 2 ** 53, 1e9, 1e12, -1e9],
];
const TEXTS = [
  '',
  '0',
  '1',
  'true',
  'null',
  '__proto__',
  'constructor',
  'toString',
  'mean',
  'prompt-gpt',
  '../../etc',
  '\0',
  '\ud800',
  'nan',
];

/** A value of any type that can be sent to another process. */
export function plainValue(dice: Dice, depth = 0): unknown {
  const kinds: readonly (() => unknown)[] = [
    () => dice.any(NUMBERS),
    () => dice.any(NUMBERS),
    () => dice.any(TEXTS),
    () => hostileText(dice),
    () => dice.any([null, undefined, true, false]),
    () =>
      dice.any([
        10n ** 30n,
        new Date(0),
        new Date(NaN),
        /x/g,
        new Map([[1, 2]]),
        new Set([1]),
        new Uint8Array(3),
        new Error('e'),
      ]),
    () => Array.from({ length: dice.below(4) }, () => (depth < 4 ? plainValue(dice, depth + 1) : 0)),
    () => sparse(dice),
    () => nested(dice.below(200), dice.chance(0.5)),
    () => objectOf(dice, depth),
  ];
  return dice.any(kinds)();
}

/** A value of any type, including those that exist in one process only. */
export function anyValue(dice: Dice): unknown {
  const traps: readonly unknown[] = [
    Symbol('s'),
    () => 1,
    class {},
    Object.create(null),
    { __proto__: { minimum: 1 } },
    { toString: fails, valueOf: fails, [Symbol.toPrimitive]: fails },
    Object.defineProperty({}, 'model', { get: fails, enumerable: true }),
    Object.assign([1, 'a'], { toString: fails }),
    new Proxy([], {}),
    'x'.repeat(100_000),
    Array(5_000).fill('**/*.md'),
    new Number(3),
    new String('s'),
    [Symbol('s'), null, undefined, [], {}, 'fine', 3],
  ];
  return dice.chance(0.4) ? dice.any(traps) : plainValue(dice);
}

function fails(): never {
  throw new Error('a getter was called');
}

function sparse(dice: Dice): unknown[] {
  const list: unknown[] = [];
  list[dice.below(50)] = dice.any(['a', 1, null]);
  return list;
}

function nested(depth: number, isList: boolean): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = isList ? [value] : { model: value };
  return value;
}

function objectOf(dice: Dice, depth: number): object {
  const names = ['model', 'limit', 'text', 'length', 'start', 'end', 'offset', 'constructor', 'then', 'x'];
  const entries = Array.from({ length: dice.below(5) }, () => [
    dice.any(names),
    depth < 4 ? plainValue(dice, depth + 1) : 0,
  ]);
  return Object.fromEntries(entries) as object;
}
