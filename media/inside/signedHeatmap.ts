import { element } from '../common/element';
import { STEPS, theme } from '../common/themePalette';

/** The part of a palette that is used: beyond it, both palettes approach the foreground, and signs would look alike. */
const USED_SHARE = 0.62;

/** A matrix as a picture of one pixel a number, stretched to its element: blue above 0, red below. */
export class SignedHeatmap {
  readonly element = element('canvas', 'picture');
  #columns = 1;
  #rows = 1;

  constructor() {
    this.element.setAttribute('role', 'img');
  }

  /**
   * @param values row by row
   * @param top the absolute value with the strongest colour, like those beyond it
   */
  show(values: ArrayLike<number>, columns: number, top: number): void {
    const rows = values.length / columns;
    [this.#columns, this.#rows] = [columns, rows];
    const { palette, opposite } = theme();
    const pixels = new ImageData(columns, rows);
    const colours = new Uint32Array(pixels.data.buffer);
    for (let cell = 0; cell < colours.length; cell++) {
      const value = values[cell]!;
      const share = Math.min(1, Math.abs(value) / top) || 0;
      colours[cell] = (value < 0 ? opposite : palette)[Math.round(share * USED_SHARE * (STEPS - 1))]!;
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
