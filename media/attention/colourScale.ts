import { STEPS, theme } from '../common/themePalette';

/**
 * Maps weights to colours of the theme's palette. The palette spans the square roots of 0 to `top`, since most weights
 * are small and their differences matter; larger weights have the colour of `top`.
 */
export class ColourScale {
  readonly top: number;
  readonly #palette = theme().palette;

  constructor(top: number) {
    this.top = top;
  }

  /** RGBA, in the byte order of ImageData in a Uint32Array. */
  at(weight: number): number {
    return this.#palette[Math.round(Math.sqrt(Math.min(1, weight / this.top)) * (STEPS - 1))]!;
  }

  /** The colour for CSS and SVG, #rrggbb. */
  css(weight: number): string {
    const colour = this.at(weight);
    const [red, green, blue] = [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];
    return `#${[red, green, blue].map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
  }
}

/**
 * The weight that gets the strongest colour: about two cells of a thousand are stronger. The largest weight would leave
 * most rows pale, since a causal model's first rows have only one or two tokens to look at.
 */
export function topOf(weights: Float32Array): number {
  const histogram = new Uint32Array(STEPS);
  let positive = 0;
  for (let cell = 0; cell < weights.length; cell++) {
    const weight = weights[cell]!;
    if (weight <= 0) continue;
    histogram[Math.min(STEPS - 1, Math.floor(Math.sqrt(weight) * STEPS))]!++;
    positive++;
  }
  let step = STEPS - 1;
  for (let stronger = histogram[step]!; step > 0 && stronger < positive * 0.002; stronger += histogram[step]!) step--;
  return ((step + 1) / STEPS) ** 2;
}
