import * as l10n from '@vscode/l10n';
import type { PositionEncodings } from '../../src/contracts/insideRequests';
import type { InsideHostMessage, ShuffleEffect } from '../../src/contracts/insidePageMessages';
import { element } from '../common/element';
import { distanceChart } from './positionDistanceChart';
import { shuffleTable } from './shuffleTable';
import { SignedHeatmap } from './signedHeatmap';
import { largestAbsolute } from './vectorBars';
import { captionOf, notes, titles } from './explainPositionEncodings';

type PositionsAnswer = Extract<InsideHostMessage, { type: 'positions' }>;

/** How a model encodes positions: as a picture, by distance, and by the effect of shuffling a sentence. */
export class PositionsView {
  readonly element: HTMLElement;
  readonly #heading = element('h2');
  readonly #note = element('p');
  readonly #picture = new SignedHeatmap();
  readonly #caption = element('p', 'readout');
  readonly #chart = element('div', 'chart');
  readonly #shuffleEffect = element('div', 'moved');
  #positions: PositionEncodings | undefined;

  /** @param shuffle called when the reader wants a sentence shuffled */
  constructor(shuffle: () => void) {
    const button = element('button', 'action', l10n.t('Shuffle the words of the sentence at the caret'));
    button.addEventListener('click', shuffle);
    this.#shuffleEffect.setAttribute('role', 'status');
    this.#picture.element.classList.add('positions');
    this.element = element(
      'section',
      'positions',
      this.#heading,
      this.#note,
      this.#picture.element,
      this.#caption,
      this.#chart,
      element('h2', '', l10n.t('Does the order matter?')),
      element('p', '', l10n.t('Your text stays unchanged: the model reads a copy with the words in another order.')),
      button,
      this.#shuffleEffect,
    );
  }

  show({ positions }: PositionsAnswer): void {
    this.#positions = positions;
    this.#shuffleEffect.replaceChildren();
    this.#heading.textContent = titles()[positions.kind];
    this.#note.textContent = notes()[positions.kind];
    this.#render();
  }

  showShuffleEffect(effect: ShuffleEffect): void {
    this.#shuffleEffect.replaceChildren(...shuffleTable(effect));
  }

  themeChanged(): void {
    this.#render();
  }

  #render(): void {
    if (!this.#positions) return;
    const { kind, count, width, values } = this.#positions;
    this.#picture.show(values, width, largestAbsolute(values));
    const rows = kind === 'relative' ? values.length / width : count;
    const caption = captionOf(kind, rows, width);
    this.#caption.textContent = caption;
    this.#picture.element.setAttribute('aria-label', caption);
    this.#chart.replaceChildren(distanceChart(this.#positions));
  }
}
