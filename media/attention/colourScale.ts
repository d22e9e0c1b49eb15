type Rgb = readonly [red: number, green: number, blue: number];

const STEPS = 256;

/**
 * Colours of the weights 0 to `largest`, from the theme's background over its blue to its foreground, as 256 RGBA
 * entries. Weights are spread by their square root: most are small, and differences among these matter.
 */
export class ColourScale {
  readonly #entries = new Uint32Array(STEPS);
  readonly #largest: number;

  constructor(element: Element, largest: number) {
    this.#largest = largest;
    const style = getComputedStyle(element);
    const colours = ['--vscode-sideBar-background', '--vscode-charts-blue', '--vscode-foreground'].map((name) =>
      parseColour(style.getPropertyValue(name)),
    );
    const [background, middle, foreground] = colours as [Rgb, Rgb, Rgb];
    for (let step = 0; step < STEPS; step++) {
      const share = step / (STEPS - 1);
      const colour = share < 0.6 ? mix(background, middle, share / 0.6) : mix(middle, foreground, (share - 0.6) / 0.4);
      this.#entries[step] = littleEndian(colour);
    }
  }

  /** RGBA as ImageData keeps it in a Uint32Array. */
  at(weight: number): number {
    return this.#entries[Math.round(Math.sqrt(weight / this.#largest) * (STEPS - 1))]!;
  }
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const [red, green, blue] = from.map((value, channel) => value + (to[channel]! - value) * share);
  return [red!, green!, blue!];
}

function littleEndian([red, green, blue]: Rgb): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** Any CSS colour, painted to find out its red, green and blue. */
function parseColour(css: string): Rgb {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d')!;
  context.fillStyle = css.trim() || '#808080';
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return [red!, green!, blue!];
}
