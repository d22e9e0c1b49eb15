import { element } from '../common/element';
import { STEPS, theme } from '../common/theme';

/** How far into the palette a value goes at most: beyond lies the foreground, which is the same on both sides. */
const FURTHEST = 0.62;

/** A matrix as a picture of one pixel a number: blue above nought, red below, stretched to its room. */
export class SignedHeatmap {
  readonly element = element('canvas', 'picture');
  #columns = 1;
  #rows = 1;

  constructor() {
    this.element.setAttribute('role', 'img');
  }

  /** @param top the number that has the strongest colour, and what is beyond it */
  show(values: ArrayLike<number>, columns: number, top: number): void {
    const rows = values.length / columns;
    [this.#columns, this.#rows] = [columns, rows];
    const { palette, opposite } = theme();
    const pixels = new ImageData(columns, rows);
    const colours = new Uint32Array(pixels.data.buffer);
    for (let cell = 0; cell < colours.length; cell++) {
      const value = values[cell]!;
      const share = Math.min(1, Math.abs(value) / top) || 0;
      colours[cell] = (value < 0 ? opposite : palette)[Math.round(share * FURTHEST * (STEPS - 1))]!;
    }
    Object.assign(this.element, { width: columns, height: rows });
    this.element.getContext('2d')!.putImageData(pixels, 0, 0);
  }

  /** The cell under the pointer. */
  cellAt({ offsetX, offsetY }: MouseEvent): { row: number; column: number } {
    const { clientWidth, clientHeight } = this.element;
    const at = (offset: number, extent: number, count: number) =>
      Math.max(0, Math.min(count - 1, Math.floor((offset / extent) * count)));
    return { row: at(offsetY, clientHeight, this.#rows), column: at(offsetX, clientWidth, this.#columns) };
  }
}
