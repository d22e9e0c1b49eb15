import * as l10n from '@vscode/l10n';
import type { Sampling } from '../../src/core/sampling';
import { element } from '../common/element';

const HOTTEST = 2;

/** One slider: where its knob stands for a value, and what it says. */
interface Slider {
  readonly row: HTMLElement;
  show(sampling: Sampling, vocabulary: number): void;
}

/** Sliders for temperature, top-k and top-p. Top-k is spread by its logarithm: 3 or 5 differ more than 300 or 500. */
export class SamplingSliders {
  readonly element = element('div', 'sliders');
  readonly #sliders: readonly Slider[];
  #sampling: Sampling;
  #vocabulary = 2;

  constructor(sampling: Sampling, changed: (sampling: Sampling) => void) {
    this.#sampling = sampling;
    const change = (part: Partial<Sampling>) => {
      this.#sampling = { ...this.#sampling, ...part };
      this.show(this.#vocabulary);
      changed(this.#sampling);
    };
    this.#sliders = [
      slider(
        l10n.t('Temperature'),
        ({ temperature }) => temperature / HOTTEST,
        ({ temperature }) => temperature.toFixed(2),
        (knob) => change({ temperature: Math.round(knob * HOTTEST * 20) / 20 }),
      ),
      slider(
        l10n.t('Top-k'),
        ({ topK }, vocabulary) => Math.log(Math.min(topK, vocabulary)) / Math.log(vocabulary),
        ({ topK }, vocabulary) => (topK >= vocabulary ? l10n.t('all') : String(topK)),
        (knob) => change({ topK: knob === 1 ? Infinity : Math.round(this.#vocabulary ** knob) }),
      ),
      slider(
        l10n.t('Top-p'),
        ({ topP }) => topP,
        ({ topP }) => topP.toFixed(2),
        (knob) => change({ topP: Math.round(knob * 100) / 100 }),
      ),
    ];
    this.element.append(...this.#sliders.map(({ row }) => row));
  }

  get sampling(): Sampling {
    return this.#sampling;
  }

  show(vocabulary: number): void {
    this.#vocabulary = Math.max(2, vocabulary);
    for (const each of this.#sliders) each.show(this.#sampling, this.#vocabulary);
  }
}

/**
 * @param knobAt where the knob stands, 0 to 1
 * @param moved called with where it was put
 */
function slider(
  name: string,
  knobAt: (sampling: Sampling, vocabulary: number) => number,
  textOf: (sampling: Sampling, vocabulary: number) => string,
  moved: (knob: number) => void,
): Slider {
  const input = element('input');
  Object.assign(input, { type: 'range', min: '0', max: '1', step: '0.005' });
  const value = element('output');
  input.addEventListener('input', () => moved(Number(input.value)));
  return {
    row: element('label', 'slider', element('span', '', name), input, value),
    show: (sampling, vocabulary) => {
      input.value = String(knobAt(sampling, vocabulary));
      value.textContent = textOf(sampling, vocabulary);
      input.setAttribute('aria-valuetext', value.textContent);
    },
  };
}
