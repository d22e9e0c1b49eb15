import type { ModelSpec } from '../../src/core/models/modelSpec';

/** Whether a value is an index into a list of `count`. */
export function isIndex(value: unknown, count: number): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) < count;
}

/** `value` if it is one of the options, else the first option. */
export function optionOrFirst<Option>(options: readonly [Option, ...Option[]], value: unknown): Option {
  return options.find((option) => option === value) ?? options[0];
}

/** The models of `specs` whose ids are in `ids`, in that order; the first one when there is none, so one at least. */
export function modelsOrFirst(ids: unknown, specs: readonly ModelSpec[]): readonly ModelSpec[] {
  const known = Array.isArray(ids) ? ids.flatMap((id) => specs.find((spec) => spec.id === id) ?? []) : [];
  return known.length > 0 ? known : specs.slice(0, 1);
}
