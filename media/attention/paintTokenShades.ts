import { element } from '../common/element';
import { onNextFrame } from '../common/onNextFrame';
import { theme } from '../common/themePalette';

/** Where an element is in its parent, in CSS pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Opacity of the strongest shade: text on it must stay readable. */
const STRONGEST_OPACITY = 0.45;
/** Weaker shares are not drawn. */
const FAINTEST_SHARE = 0.02;

/**
 * Shades behind elements. Hundreds change at once while the pointer moves over a map, and drawing them costs
 * a fraction of restyling as many elements.
 */
export class ShadeCanvas {
  readonly element = element('canvas', 'shades');
  readonly #draw = onNextFrame(() => this.#drawNow());
  #boxes: readonly Box[] = [];
  #shares: Float32Array = new Float32Array(0);

  /**
   * @param boxes where to draw the shades
   * @param width of the canvas in CSS pixels, like `height`
   */
  arrange(boxes: readonly Box[], width: number, height: number): void {
    this.#boxes = boxes;
    const { style } = this.element;
    [style.width, style.height] = [`${width}px`, `${height}px`];
    this.element.width = Math.round(width * devicePixelRatio);
    this.element.height = Math.round(height * devicePixelRatio);
    this.#draw();
  }

  /** @param shares from 0 for no shade to 1 for the strongest, one a box */
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
    this.#boxes.forEach(({ left, top, width, height }, index) => {
      const share = this.#shares[index] ?? 0;
      if (share < FAINTEST_SHARE) return;
      context.globalAlpha = STRONGEST_OPACITY * share;
      context.fillRect(left, top, width, height);
    });
  }
}
