import * as l10n from '@vscode/l10n';
import { rowOf, rowSum, strongest } from '../../src/core/attention/attentionMap';
import type { DisplayedMap } from '../../src/core/attention/displayedMap';
import { element } from '../common/element';
import { segmentedButtons, type Segmented } from '../common/segmentedButtons';
import { visiblePiece } from '../common/visibleTokenText';
import { LinesCanvas, MOST_LINES } from './rowAsLines';
import { MOST_LISTED, StrongestList } from './strongestInRow';
import { TextGrid } from './rowAsShadedText';
import type { UnitEvents } from './hoverAndClickOnTokens';
import { WeightTable } from './rowAsTable';

/** How a row is displayed. */
export type RowForm = 'text' | 'lines' | 'table';

interface RowEvents extends UnitEvents {
  changeForm(form: RowForm): void;
}

/** What one unit looks at: as shaded text, as lines to the strongest weights, or as a table of all weights. */
export class RowView {
  readonly element = element('section', 'row');
  readonly #heading = element('h2');
  readonly #forms: Segmented<RowForm>;
  readonly #text: TextGrid;
  readonly #lines: LinesCanvas;
  readonly #strongest: StrongestList;
  readonly #table: WeightTable;
  #form: RowForm;
  #displayedMap: DisplayedMap | undefined;
  #model: string | undefined;
  #row = -1;

  constructor(form: RowForm, events: RowEvents) {
    this.#form = form;
    this.#forms = segmentedButtons<RowForm>(
      l10n.t('How to show the row'),
      [
        { value: 'text', label: l10n.t('Text') },
        { value: 'lines', label: l10n.t('Lines') },
        { value: 'table', label: l10n.t('Table') },
      ],
      (picked) => events.changeForm(picked),
    );
    this.#text = new TextGrid(events);
    this.#lines = new LinesCanvas(events);
    this.#strongest = new StrongestList(events);
    this.#table = new WeightTable();
    this.element.append(
      element('div', 'heading', this.#heading, this.#forms.element),
      this.#text.element,
      this.#lines.element,
      this.#strongest.element,
      this.#table.element,
    );
    this.showForm(form);
  }

  /** @param model to name in the heading, where the page shows two models */
  show(displayedMap: DisplayedMap, row: number, model?: string): void {
    this.#displayedMap = displayedMap;
    this.#model = model;
    this.#row = row;
    this.#text.fill(displayedMap);
    this.#render();
  }

  showRow(row: number): void {
    if (row === this.#row) return;
    this.#row = row;
    this.#render();
  }

  showForm(form: RowForm): void {
    this.#form = form;
    this.#forms.pick(form);
    this.#text.element.hidden = form !== 'text';
    this.#strongest.element.hidden = form === 'table';
    this.#lines.element.hidden = form !== 'lines';
    this.#table.element.hidden = form !== 'table';
    this.#render();
  }

  themeChanged(): void {
    this.#text.themeChanged();
    this.#lines.themeChanged();
  }

  #render(): void {
    const displayedMap = this.#displayedMap;
    this.element.hidden = !displayedMap || this.#row < 0;
    if (!displayedMap || this.#row < 0) return;
    const weights = rowOf(displayedMap.map, this.#row);
    const looksAt = l10n.t('“{0}” looks at', visiblePiece(displayedMap.labels[this.#row]!));
    this.#heading.textContent = this.#model ? `${this.#model}: ${looksAt}` : looksAt;
    if (this.#form === 'text') this.#text.shade(this.#row, weights);
    if (this.#form === 'lines')
      this.#lines.show(displayedMap, this.#row, strongest(displayedMap.map, this.#row, MOST_LINES));
    if (this.#form === 'table') this.#table.show(displayedMap.labels, weights, rowSum(displayedMap.map, this.#row));
    else this.#strongest.show(displayedMap.labels, weights, strongest(displayedMap.map, this.#row, MOST_LISTED));
  }
}
