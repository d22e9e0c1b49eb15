/** Numbers of which the smallest comes out first (Williams 1964). */
export class NumberHeap {
  readonly #numbers: number[] = [];

  push(number: number): void {
    let index = this.#numbers.length;
    this.#numbers.push(number);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.#numbers[parent]! <= number) break;
      this.#numbers[index] = this.#numbers[parent]!;
      index = parent;
    }
    this.#numbers[index] = number;
  }

  /** Takes the smallest out; undefined when there is none. */
  pop(): number | undefined {
    const smallest = this.#numbers[0];
    const last = this.#numbers.pop();
    if (last !== undefined && this.#numbers.length > 0) this.#sink(last);
    return smallest;
  }

  /** Puts `number` in the place of the smallest. */
  #sink(number: number): void {
    const { length } = this.#numbers;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= length) break;
      if (child + 1 < length && this.#numbers[child + 1]! < this.#numbers[child]!) child++;
      if (this.#numbers[child]! >= number) break;
      this.#numbers[index] = this.#numbers[child]!;
      index = child;
    }
    this.#numbers[index] = number;
  }
}
