import * as l10n from '@vscode/l10n';
import type { PositionEncodings } from '../../src/contracts/insideRequests';
import type { InsideHostMessage, ShuffleEffect } from '../../src/contracts/insidePageMessages';
import { element } from '../common/element';
import { distanceChart } from './positionDistanceChart';
import { shuffleTable } from './shuffleTable';
import { SignedHeatmap } from './signedHeatmap';
import { largestAbsolute } from './vectorBars';

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

/** Says what the rows and columns of the picture are. */
function captionOf(kind: PositionEncodings['kind'], rows: number, columns: number): string {
  switch (kind) {
    case 'learned':
      return l10n.t('{0} positions from top to bottom, {1} numbers each; blue above 0, red below', rows, columns);
    case 'rotary':
      return l10n.t(
        '{0} positions from top to bottom, the cosines of {1} angles each; blue above 0, red below',
        rows,
        columns,
      );
    case 'relative':
      return l10n.t('{0} heads from top to bottom, {1} distances each; blue above 0, red below', rows, columns);
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
