import { element } from '../common/element';
import { onNextFrame } from '../common/onNextFrame';
import { theme } from '../common/theme';

/** Where an element stands in its parent, in pixels. */
export interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** How opaque the strongest shade is: text on it must stay readable. */
const STRONGEST = 0.45;
const FAINTEST = 0.02;

/**
 * Shades behind elements. Hundreds change at once while one points at rows of the map: drawing them costs a fraction of
 * what styling so many elements anew does.
 */
export class ShadeCanvas {
  readonly element = element('canvas', 'shades');
  readonly #draw = onNextFrame(() => this.#drawNow());
  #places: readonly Place[] = [];
  #shares: Float32Array = new Float32Array(0);

  /** @param width and height of the whole, in pixels */
  place(places: readonly Place[], width: number, height: number): void {
    this.#places = places;
    const { style } = this.element;
    [style.width, style.height] = [`${width}px`, `${height}px`];
    this.element.width = Math.round(width * devicePixelRatio);
    this.element.height = Math.round(height * devicePixelRatio);
    this.#draw();
  }

  /** @param shares from 0 for none to 1 for the strongest, one a place */
  shade(shares: Float32Array): void {
    this.#shares = shares;
    this.#draw();
  }

  themeChanged(): void {
    this.#draw();
  }

  #drawNow(): void {
    const context = this.element.getContext('2d')!;
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.clearRect(0, 0, this.element.width, this.element.height);
    context.fillStyle = theme().blue;
    this.#places.forEach(({ left, top, width, height }, index) => {
      const share = this.#shares[index] ?? 0;
      if (share < FAINTEST) return;
      context.globalAlpha = STRONGEST * share;
      context.fillRect(left, top, width, height);
    });
  }
}
