import { toOklab, toRgb, type Lab } from './oklab';

/** Entries of a palette. */
export const STEPS = 256;

/** The editor's theme for canvases; colours are CSS colours. */
export interface Theme {
  /**
   * RGBA in the byte order of ImageData in a Uint32Array, from the background over blue to the foreground. Lightness
   * changes evenly from end to end, so that readers who do not see hues can tell the colours apart.
   */
  readonly palette: Uint32Array;
  /** A palette over red instead of blue, for negative values. */
  readonly opposite: Uint32Array;
  readonly background: string;
  readonly foreground: string;
  readonly description: string;
  readonly blue: string;
  /** Colour of the mark at the caret. */
  readonly caret: string;
  readonly focusBorder: string;
  readonly fontFamily: string;
}

let cached: Theme | undefined;

/** The present theme. It is cached, since reading it while the page is being changed would force a layout. */
export function theme(): Theme {
  cached ??= readTheme();
  return cached;
}

/** Clears the cache; call it when the theme has changed. */
export function forgetTheme(): void {
  cached = undefined;
}

function readTheme(): Theme {
  const style = getComputedStyle(document.body);
  const colour = (name: string) => style.getPropertyValue(name).trim() || '#808080';
  const [background, blue, red, foreground] = [
    colour('--vscode-sideBar-background'),
    colour('--vscode-charts-blue'),
    colour('--vscode-charts-red'),
    colour('--vscode-foreground'),
  ];
  return {
    palette: paletteOver(toLab(blue), toLab(background), toLab(foreground)),
    opposite: paletteOver(toLab(red), toLab(background), toLab(foreground)),
    background,
    foreground,
    description: colour('--vscode-descriptionForeground'),
    blue,
    caret: colour('--caret'),
    focusBorder: colour('--vscode-focusBorder'),
    fontFamily: style.fontFamily,
  };
}

/** Colours from the background over a hue to the foreground. */
function paletteOver(hue: Lab, background: Lab, foreground: Lab): Uint32Array {
  return Uint32Array.from({ length: STEPS }, (_, step) => {
    const share = step / (STEPS - 1);
    const [from, to, part] = share < 0.5 ? [background, hue, share * 2] : [hue, foreground, share * 2 - 1];
    const lightness = background[0] + (foreground[0] - background[0]) * share;
    return toPixel(toRgb([lightness, from[1] + (to[1] - from[1]) * part, from[2] + (to[2] - from[2]) * part]));
  });
}

/** RGBA as a little-endian number. */
function toPixel([red, green, blue]: readonly [number, number, number]): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** Converts any CSS colour, which is painted to read its red, green and blue. */
function toLab(css: string): Lab {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = css;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return toOklab([red!, green!, blue!]);
}
