import { maxPooled } from '../../src/core/attention/maxPoolMap';
import type { AttentionMap } from '../../src/core/attention/attentionMap';
import type { ColourScale } from './colourScale';

/** A canvas and its pixels, reused from map to map: each would be a megabyte to allocate. */
interface PooledPicture {
  readonly canvas: HTMLCanvasElement;
  image: ImageData | undefined;
  isCurrent: boolean;
}

/**
 * A map as a picture of one pixel a cell. Where cells are smaller than a screen pixel, each pixel has the strongest of
 * several cells.
 */
export class HeatmapPicture {
  /** By cells per pixel. */
  readonly #pictures = new Map<number, PooledPicture>();
  #map: AttentionMap = { size: 0, weights: new Float32Array(0) };
  #scale: ColourScale | undefined;

  show(map: AttentionMap, scale: ColourScale): void {
    this.#map = map;
    this.#scale = scale;
    for (const picture of this.#pictures.values()) picture.isCurrent = false;
  }

  /** The picture whose pixels are `cellsPerPixel` cells wide and high. Call show() before. */
  pooled(cellsPerPixel: number): HTMLCanvasElement {
    const picture = this.#pictures.get(cellsPerPixel) ?? newPicture();
    this.#pictures.set(cellsPerPixel, picture);
    if (!picture.isCurrent) paint(picture, maxPooled(this.#map, cellsPerPixel), this.#scale!);
    picture.isCurrent = true;
    return picture.canvas;
  }
}

function newPicture(): PooledPicture {
  return { canvas: document.createElement('canvas'), image: undefined, isCurrent: false };
}

function paint(picture: PooledPicture, { size, weights }: AttentionMap, scale: ColourScale): void {
  const { canvas } = picture;
  if (canvas.width !== size) canvas.width = canvas.height = size;
  const context = canvas.getContext('2d')!;
  if (picture.image?.width !== size) picture.image = context.createImageData(size, size);
  const pixels = new Uint32Array(picture.image.data.buffer);
  for (let cell = 0; cell < pixels.length; cell++) pixels[cell] = scale.at(weights[cell]!);
  context.putImageData(picture.image, 0, 0);
}
