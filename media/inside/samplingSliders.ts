import * as l10n from '@vscode/l10n';
import type { Sampling } from '../../src/core/completion/temperatureTopKAndTopP';
import { element } from '../common/element';
import { SteppedSlider } from './steppedSlider';

/** 0 to 2. */
const TEMPERATURES = Array.from({ length: 41 }, (_, step) => step / 20);
const TOP_PS = Array.from({ length: 101 }, (_, step) => step / 100);

/** Sliders for temperature, top-k and top-p. */
export class SamplingSliders {
  readonly element: HTMLElement;
  readonly #temperature: SteppedSlider;
  readonly #topK: SteppedSlider;
  readonly #topP: SteppedSlider;
  #sampling: Sampling;

  /** @param changed called with the new sampling when a slider moves */
  constructor(sampling: Sampling, changed: (sampling: Sampling) => void) {
    this.#sampling = sampling;
    const change = (part: Partial<Sampling>) => changed((this.#sampling = { ...this.#sampling, ...part }));
    const toHundredths = (value: number) => value.toFixed(2);
    const topKText = (topK: number) => (topK === Infinity ? l10n.t('all') : String(topK));
    this.#temperature = new SteppedSlider(l10n.t('Temperature'), toHundredths, (temperature) =>
      change({ temperature }),
    );
    this.#topK = new SteppedSlider(l10n.t('Top-k'), topKText, (topK) => change({ topK }));
    this.#topP = new SteppedSlider(l10n.t('Top-p'), toHundredths, (topP) => change({ topP }));
    this.element = element('div', 'sliders', this.#temperature.element, this.#topK.element, this.#topP.element);
  }

  get sampling(): Sampling {
    return this.#sampling;
  }

  /** @param vocabulary number of tokens, the largest top-k */
  show(vocabulary: number): void {
    this.#temperature.show(TEMPERATURES, this.#sampling.temperature);
    this.#topK.show(topKs(vocabulary), this.#sampling.topK < vocabulary ? this.#sampling.topK : Infinity);
    this.#topP.show(TOP_PS, this.#sampling.topP);
  }
}

/** Values of top-k, evenly spread by logarithm: 3 and 5 differ more than 300 and 500. Infinity, for all, is last. */
function topKs(vocabulary: number): number[] {
  const counts = Array.from({ length: 100 }, (_, step) => Math.round(vocabulary ** (step / 100)));
  return [...new Set(counts), Infinity];
}
