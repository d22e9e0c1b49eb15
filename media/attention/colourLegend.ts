import * as l10n from '@vscode/l10n';
import { element } from '../common/element';
import type { ColourScale } from './colourScale';

const STEPS = 16;

/** The colours of the map, and the weights at both ends. */
export class Legend {
  readonly element = element('div', 'legend');
  readonly #ramp = element('span', 'ramp');
  readonly #top = element('span');

  constructor() {
    this.element.title = l10n.t('Colours are spread by the square root of the weight.');
    this.element.append(element('span', '', '0'), this.#ramp, this.#top);
  }

  show(scale: ColourScale): void {
    const colours = Array.from({ length: STEPS + 1 }, (_, step) => scale.css(scale.top * (step / STEPS) ** 2));
    this.#ramp.style.background = `linear-gradient(to right, ${colours.join(', ')})`;
    this.#top.textContent = `≥ ${scale.top.toFixed(2)}`;
  }
}
