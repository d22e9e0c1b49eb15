import { element } from '../common/element';

/** A slider over a list of values, one a step, so that the arrow keys reach every value. */
export class SteppedSlider {
  readonly element: HTMLElement;
  readonly #input = element('input');
  readonly #output = element('output');
  readonly #format: (value: number) => string;
  #values: readonly number[] = [];

  constructor(name: string, format: (value: number) => string, changed: (value: number) => void) {
    this.#format = format;
    this.#input.type = 'range';
    this.#input.addEventListener('input', () => changed(this.#values[Number(this.#input.value)]!));
    this.element = element('label', 'slider', element('span', '', name), this.#input, this.#output);
  }

  /** @param values in ascending order */
  show(values: readonly number[], value: number): void {
    this.#values = values;
    const index = values.findIndex((each) => each >= value);
    this.#input.max = String(values.length - 1);
    this.#input.value = String(index < 0 ? values.length - 1 : index);
    this.#output.textContent = this.#format(value);
    this.#input.setAttribute('aria-valuetext', this.#output.textContent);
  }
}
