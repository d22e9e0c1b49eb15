import { maxPooled, type AttentionMap } from '../../src/core/attention';
import type { ColourScale } from './colourScale';

/** A map painted once, one pixel a cell; where cells are smaller than a pixel, painted from its strongest cells. */
export class HeatmapPicture {
  readonly #map: AttentionMap;
  readonly #scale: ColourScale;
  readonly #painted = new Map<number, HTMLCanvasElement>();

  constructor(map: AttentionMap, scale: ColourScale) {
    this.#map = map;
    this.#scale = scale;
  }

  /** The picture whose pixels are `factor` cells wide each. */
  pooled(factor: number): HTMLCanvasElement {
    const painted = this.#painted.get(factor) ?? paint(maxPooled(this.#map, factor), this.#scale);
    this.#painted.set(factor, painted);
    return painted;
  }
}

function paint({ size, weights }: AttentionMap, scale: ColourScale): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size;
  const context = canvas.getContext('2d')!;
  const image = context.createImageData(size, size);
  const pixels = new Uint32Array(image.data.buffer);
  for (let cell = 0; cell < pixels.length; cell++) pixels[cell] = scale.at(weights[cell]!);
  context.putImageData(image, 0, 0);
  return canvas;
}
