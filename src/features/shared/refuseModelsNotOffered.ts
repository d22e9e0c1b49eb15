import type { ModelSpec } from '../../core/models/modelSpec';

/**
 * The specifications of the models that a page names; undefined if one of them was not offered to the page, which must
 * not choose which folder of the machine is read.
 */
export function specsIfOffered(
  models: readonly string[],
  offered: readonly ModelSpec[],
): readonly ModelSpec[] | undefined {
  const specs = models.flatMap((model) => offered.find(({ id }) => id === model) ?? []);
  return specs.length < models.length ? undefined : specs;
}
