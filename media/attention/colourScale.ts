import { STEPS, theme } from '../common/theme';

/**
 * Colours of the weights from 0 to `top` and beyond, in the theme's palette. Weights are spread by their square root:
 * most are small, and differences among these matter.
 */
export class ColourScale {
  readonly top: number;
  readonly #palette = theme().palette;

  constructor(top: number) {
    this.top = top;
  }

  /** RGBA as ImageData keeps it in a Uint32Array. */
  at(weight: number): number {
    return this.#palette[Math.round(Math.sqrt(Math.min(1, weight / this.top)) * (STEPS - 1))]!;
  }

  /** The same colour for CSS and SVG, #rrggbb. */
  css(weight: number): string {
    const colour = this.at(weight);
    const [red, green, blue] = [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];
    return `#${[red, green, blue].map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
  }
}

/**
 * The weight from which on all look alike: two cells of a thousand are stronger. Without it the few rows that have one
 * or two tokens to look at, as in a causal model, would leave all others pale.
 */
export function topOf(weights: Float32Array): number {
  const counts = new Uint32Array(STEPS);
  let looked = 0;
  for (let cell = 0; cell < weights.length; cell++) {
    const weight = weights[cell]!;
    if (weight <= 0) continue;
    counts[Math.min(STEPS - 1, Math.floor(Math.sqrt(weight) * STEPS))]!++;
    looked++;
  }
  let step = STEPS - 1;
  for (let stronger = counts[step]!; step > 0 && stronger < looked * 0.002; stronger += counts[step]!) step--;
  return ((step + 1) / STEPS) ** 2;
}
