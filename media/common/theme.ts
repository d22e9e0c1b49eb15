import { toOklab, toRgb, type Lab } from './oklab';

/** Entries of a palette. */
export const STEPS = 256;

/** What a canvas needs to know of the editor's theme; colours as CSS has them. */
export interface Theme {
  /**
   * RGBA, as ImageData keeps it in a Uint32Array, from the background over blue to the foreground. Lightness runs evenly
   * from end to end, so the colours can be told apart without seeing them.
   */
  readonly palette: Uint32Array;
  /** The same over red: of what lies on the other side of nought. */
  readonly opposite: Uint32Array;
  readonly background: string;
  readonly foreground: string;
  readonly description: string;
  readonly blue: string;
  /** Of what the caret stands in. */
  readonly caret: string;
  readonly focusBorder: string;
  readonly fontFamily: string;
}

let known: Theme | undefined;

/** The theme as it is. Reading it while the page is being changed would lay the page out, so it is read once. */
export function theme(): Theme {
  known ??= read();
  return known;
}

/** To be called when the theme has changed. */
export function forgetTheme(): void {
  known = undefined;
}

function read(): Theme {
  const style = getComputedStyle(document.body);
  const colour = (name: string) => style.getPropertyValue(name).trim() || '#808080';
  const [background, blue, red, foreground] = [
    colour('--vscode-sideBar-background'),
    colour('--vscode-charts-blue'),
    colour('--vscode-charts-red'),
    colour('--vscode-foreground'),
  ];
  return {
    palette: between(parsed(background), parsed(blue), parsed(foreground)),
    opposite: between(parsed(background), parsed(red), parsed(foreground)),
    background,
    foreground,
    description: colour('--vscode-descriptionForeground'),
    blue,
    caret: colour('--caret'),
    focusBorder: colour('--vscode-focusBorder'),
    fontFamily: style.fontFamily,
  };
}

function between(background: Lab, hue: Lab, foreground: Lab): Uint32Array {
  return Uint32Array.from({ length: STEPS }, (_, step) => {
    const share = step / (STEPS - 1);
    const [from, to, part] = share < 0.5 ? [background, hue, share * 2] : [hue, foreground, share * 2 - 1];
    const lightness = background[0] + (foreground[0] - background[0]) * share;
    return littleEndian(toRgb([lightness, from[1] + (to[1] - from[1]) * part, from[2] + (to[2] - from[2]) * part]));
  });
}

function littleEndian([red, green, blue]: readonly [number, number, number]): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** Any CSS colour, painted to find out its red, green and blue. */
function parsed(css: string): Lab {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = css;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return toOklab([red!, green!, blue!]);
}
