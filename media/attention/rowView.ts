import * as l10n from '@vscode/l10n';
import { rowOf, rowSum, strongest } from '../../src/core/attention/attentionMap';
import type { DisplayedMap } from '../../src/core/attention/displayedMap';
import { element } from '../common/element';
import { LinesCanvas } from './linesCanvas';
import { segmentedButtons, type Segmented } from '../common/segmentedButtons';
import { visiblePiece } from '../common/visiblePiece';
import { StrongestList } from './strongestList';
import { TextGrid } from './textGrid';
import { WeightTable } from './weightTable';

export type RowForm = 'text' | 'lines' | 'table';

interface Events {
  /** A unit was chosen. */
  choose(unit: number): void;
  /** The pointer stands on a unit that is looked at; undefined when it has left. */
  point(unit: number | undefined): void;
  changeForm(form: RowForm): void;
}

const STRONGEST = 8;
const LINES = 12;

/** What one unit looks at: the prompt shaded, lines to what it looks at most, or every weight as a table. */
export class RowView {
  readonly element = element('section', 'row');
  readonly #heading = element('h2');
  readonly #forms: Segmented<RowForm>;
  readonly #text: TextGrid;
  readonly #lines: LinesCanvas;
  readonly #strongest: StrongestList;
  readonly #table: WeightTable;
  #form: RowForm;
  #plane: DisplayedMap | undefined;
  #model: string | undefined;
  #row = -1;

  constructor(form: RowForm, events: Events) {
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

  /** @param model named in the heading where there are two */
  show(plane: DisplayedMap, row: number, model?: string): void {
    this.#plane = plane;
    this.#model = model;
    this.#row = row;
    this.#text.fill(plane);
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
    const plane = this.#plane;
    this.element.hidden = !plane || this.#row < 0;
    if (!plane || this.#row < 0) return;
    const weights = rowOf(plane.map, this.#row);
    const looksAt = l10n.t('“{0}” looks at', visiblePiece(plane.labels[this.#row]!));
    this.#heading.textContent = this.#model ? `${this.#model}: ${looksAt}` : looksAt;
    if (this.#form === 'text') this.#text.shade(this.#row, weights);
    if (this.#form === 'lines') this.#lines.show(plane, this.#row, strongest(plane.map, this.#row, LINES));
    if (this.#form === 'table') this.#table.show(plane.labels, weights, rowSum(plane.map, this.#row));
    else this.#strongest.show(plane.labels, weights, strongest(plane.map, this.#row, STRONGEST));
  }
}
