import { UsageError } from './usageError';

/** The value of an option as a whole number of at least `minimum`. Throws a UsageError. */
export function wholeNumber(option: string, value: string, minimum: number): number {
  const number = Number(value);
  if (value.trim() !== '' && Number.isSafeInteger(number) && number >= minimum) return number;
  throw new UsageError(`${option} must be a whole number of at least ${minimum}, not ${value}.`);
}

/** The value of an option as a number from 0 to 1. Throws a UsageError. */
export function numberFrom0To1(option: string, value: string): number {
  const number = Number(value);
  if (value.trim() !== '' && number >= 0 && number <= 1) return number;
  throw new UsageError(`${option} must be a number from 0 to 1, not ${value}.`);
}

/** The value of an option as a number of 0 or more. Throws a UsageError. */
export function numberFrom0(option: string, value: string): number {
  const number = Number(value);
  if (value.trim() !== '' && number >= 0 && number < Infinity) return number;
  throw new UsageError(`${option} must be a number of 0 or more, not ${value}.`);
}

/** The value of an option that must be one of `values`. Throws a UsageError. */
export function oneOf<T extends string>(option: string, value: string, values: readonly T[]): T {
  const match = values.find((each) => each === value);
  if (match !== undefined) return match;
  throw new UsageError(`${option} must be one of ${values.join(', ')}, not ${value}.`);
}
