import { toOklab, toRgb, type Lab } from './oklab';

const STEPS = 256;

/**
 * Colours of the weights from 0 to `top` and beyond: 256 RGBA entries from the theme's background over its blue to its
 * foreground. Lightness runs evenly from end to end, so the scale can be read without seeing colours. Weights are spread
 * by their square root: most are small, and differences among these matter.
 */
export class ColourScale {
  readonly top: number;
  readonly #entries = new Uint32Array(STEPS);

  constructor(element: Element, top: number) {
    this.top = top;
    const style = getComputedStyle(element);
    const [background, hue, foreground] = [
      '--vscode-sideBar-background',
      '--vscode-charts-blue',
      '--vscode-foreground',
    ].map((name) => toOklab(parseColour(style.getPropertyValue(name)))) as [Lab, Lab, Lab];
    for (let step = 0; step < STEPS; step++) {
      this.#entries[step] = littleEndian(toRgb(between(background, hue, foreground, step / (STEPS - 1))));
    }
  }

  /** RGBA as ImageData keeps it in a Uint32Array. */
  at(weight: number): number {
    return this.#entries[this.#step(weight)]!;
  }

  /** The same colour for CSS and SVG, #rrggbb. */
  css(weight: number): string {
    const colour = this.at(weight);
    const [red, green, blue] = [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];
    return `#${[red, green, blue].map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
  }

  #step(weight: number): number {
    return Math.round(Math.sqrt(Math.min(1, weight / this.top)) * (STEPS - 1));
  }
}

/**
 * The weight from which on all look alike: two cells of a thousand are stronger. Without it the few rows that have one
 * or two tokens to look at, as in a causal model, would leave all others pale.
 */
export function topOf(weights: Float32Array): number {
  const counts = new Uint32Array(STEPS);
  let looked = 0;
  for (const weight of weights) {
    if (weight <= 0) continue;
    counts[Math.min(STEPS - 1, Math.floor(Math.sqrt(weight) * STEPS))]!++;
    looked++;
  }
  let step = STEPS - 1;
  for (let stronger = counts[step]!; step > 0 && stronger < looked * 0.002; stronger += counts[step]!) step--;
  return ((step + 1) / STEPS) ** 2;
}

/** The hue is strongest in the middle; lightness is even. */
function between(background: Lab, hue: Lab, foreground: Lab, share: number): Lab {
  const lightness = background[0] + (foreground[0] - background[0]) * share;
  const [from, to, part] = share < 0.5 ? [background, hue, share * 2] : [hue, foreground, share * 2 - 1];
  return [lightness, from[1] + (to[1] - from[1]) * part, from[2] + (to[2] - from[2]) * part];
}

function littleEndian([red, green, blue]: readonly number[]): number {
  return ((255 << 24) | (blue! << 16) | (green! << 8) | red!) >>> 0;
}

/** Any CSS colour, painted to find out its red, green and blue. */
function parseColour(css: string): [number, number, number] {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = css.trim() || '#808080';
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return [red!, green!, blue!];
}
