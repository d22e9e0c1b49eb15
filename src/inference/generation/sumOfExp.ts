/** Terms below 2^−NEGLIGIBLE_POWER do not change the sum. */
const NEGLIGIBLE_POWER = 40;
/** A factor of 2 is divided into 2^STEP_BITS steps, each with a tabulated power. */
const STEP_BITS = 8;
const STEPS = 2 ** STEP_BITS;
const POWERS = Float64Array.from({ length: NEGLIGIBLE_POWER }, (_, power) => 2 ** -power);
const ROOTS = Float64Array.from({ length: STEPS }, (_, step) => 2 ** (-step / STEPS));

const STEPS_PER_NAT = STEPS * Math.LOG2E;
const NATS_PER_STEP = Math.LN2 / STEPS;

/** Σ exp(value − largest), with a relative error below 1e-8. */
export function sumOfExp(values: Float32Array | Float64Array, largest: number): number {
  return sumsOfExp(values, largest).sum;
}

/**
 * Σ e and Σ e · (largest − value), where e is exp(value − largest), with a relative error below 1e-8. Table look-ups are many
 * times faster than Math.exp, with which a softmax over the vocabulary would take a tenth of the time for a token.
 */
export function sumsOfExp(
  values: Float32Array | Float64Array,
  largest: number,
): { readonly sum: number; readonly weighted: number } {
  let sum = 0;
  let weighted = 0;
  for (let index = 0; index < values.length; index++) {
    const below = (largest - values[index]!) * STEPS_PER_NAT;
    if (below >= NEGLIGIBLE_POWER * STEPS) continue;
    const step = below | 0;
    // The rest is less than a step, for which three terms of the Taylor series are exact to a billionth.
    const rest = (step - below) * NATS_PER_STEP;
    const power = POWERS[step >> STEP_BITS]! * ROOTS[step & (STEPS - 1)]! * (1 + rest * (1 + rest / 2));
    sum += power;
    weighted += power * below;
  }
  return { sum, weighted: weighted / STEPS_PER_NAT };
}
