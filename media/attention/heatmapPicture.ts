import { maxPooled, type AttentionMap } from '../../src/core/attention/attentionMap';
import type { ColourScale } from './colourScale';

/** A canvas and its pixels, kept from map to map: a new megabyte for each would be garbage soon. */
interface Painted {
  readonly canvas: HTMLCanvasElement;
  image: ImageData | undefined;
  isCurrent: boolean;
}

/**
 * A map painted once, one pixel a cell; where cells are smaller than a pixel, painted from its strongest cells. One map
 * after another is painted on the same canvases.
 */
export class HeatmapPicture {
  readonly #painted = new Map<number, Painted>();
  #map: AttentionMap = { size: 0, weights: new Float32Array(0) };
  #scale: ColourScale | undefined;

  show(map: AttentionMap, scale: ColourScale): void {
    this.#map = map;
    this.#scale = scale;
    for (const painted of this.#painted.values()) painted.isCurrent = false;
  }

  /** The picture whose pixels are `factor` cells wide each. Only after a map was shown. */
  pooled(factor: number): HTMLCanvasElement {
    const painted = this.#painted.get(factor) ?? newCanvas();
    this.#painted.set(factor, painted);
    if (!painted.isCurrent) paint(painted, maxPooled(this.#map, factor), this.#scale!);
    painted.isCurrent = true;
    return painted.canvas;
  }
}

function newCanvas(): Painted {
  return { canvas: document.createElement('canvas'), image: undefined, isCurrent: false };
}

function paint(painted: Painted, { size, weights }: AttentionMap, scale: ColourScale): void {
  const { canvas } = painted;
  if (canvas.width !== size) canvas.width = canvas.height = size;
  const context = canvas.getContext('2d')!;
  if (painted.image?.width !== size) painted.image = context.createImageData(size, size);
  const pixels = new Uint32Array(painted.image.data.buffer);
  for (let cell = 0; cell < pixels.length; cell++) pixels[cell] = scale.at(weights[cell]!);
  context.putImageData(painted.image, 0, 0);
}
