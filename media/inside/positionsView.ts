import * as l10n from '@vscode/l10n';
import type { PositionEncodings } from '../../src/contracts/inside';
import type { InsideHostMessage, ShuffleEffect } from '../../src/contracts/insidePage';
import { element } from '../common/element';
import { distanceChart } from './distanceChart';
import { shuffleTable } from './shuffleTable';
import { SignedHeatmap } from './signedHeatmap';
import { largest } from './vectorBars';

type Message = Extract<InsideHostMessage, { type: 'positions' }>;

/** How a model tells positions apart: as a picture, by distance, and by what shuffling a sentence changes. */
export class PositionsView {
  readonly element: HTMLElement;
  readonly #heading = element('h2');
  readonly #note = element('p');
  readonly #picture = new SignedHeatmap();
  readonly #caption = element('p', 'readout');
  readonly #chart = element('div', 'chart');
  readonly #moved = element('div', 'moved');
  #positions: PositionEncodings | undefined;

  constructor(shuffle: () => void) {
    const button = element('button', 'action', l10n.t('Shuffle the words of the sentence at the caret'));
    button.addEventListener('click', shuffle);
    this.#moved.setAttribute('role', 'status');
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
      element('p', '', l10n.t('Your text stays as it is: the model reads a copy in which the words stand elsewhere.')),
      button,
      this.#moved,
    );
  }

  show({ positions }: Message): void {
    this.#positions = positions;
    this.#moved.replaceChildren();
    this.#heading.textContent = titles()[positions.kind];
    this.#note.textContent = notes()[positions.kind];
    this.themeChanged();
  }

  showMoved(moved: ShuffleEffect): void {
    this.#moved.replaceChildren(...shuffleTable(moved));
  }

  themeChanged(): void {
    if (!this.#positions) return;
    const { kind, count, width, values } = this.#positions;
    this.#picture.show(values, width, largest(values));
    const size = kind === 'relative' ? values.length / width : count;
    const texts = {
      learned: l10n.t('{0} positions from top to bottom, {1} numbers each; blue above 0, red below', size, width),
      rotary: l10n.t(
        '{0} positions from top to bottom, the cosines of {1} angles each; blue above 0, red below',
        size,
        width,
      ),
      relative: l10n.t('{0} heads from top to bottom, {1} distances each; blue above 0, red below', size, width),
    };
    this.#caption.textContent = texts[kind];
    this.#picture.element.setAttribute('aria-label', texts[kind]);
    this.#chart.replaceChildren(distanceChart(this.#positions));
  }
}

function titles(): Record<PositionEncodings['kind'], string> {
  return {
    learned: l10n.t('Learned position embeddings'),
    rotary: l10n.t('Rotary positions'),
    relative: l10n.t('Relative positions'),
  };
}

function notes(): Record<PositionEncodings['kind'], string> {
  return {
    learned: l10n.t('A vector for each position, learned in training, is added to the embedding of the token there.'),
    rotary: l10n.t(
      'Nothing is added to the embeddings: queries and keys are turned by angles that grow with the position, so their product depends on how far apart they are.',
    ),
    relative: l10n.t('Nothing is added to the embeddings: each head adds a number for the distance to its scores.'),
  };
}
