import * as l10n from '@vscode/l10n';
import type { Attention, HeadSurvey } from '../../src/contracts/attentionRequests';
import type { AttentionView } from '../../src/contracts/attentionPageMessages';
import type { AttentionMap } from '../../src/core/attention/attentionMap';
import { displayedMapOf, type DisplayedMap } from '../../src/core/attention/displayedMap';
import { rowShownAt, unitAt, unitsIn } from '../../src/core/attention/mapRowsOfCaretAndSelection';
import type { Span } from '../../src/core/text/span';
import { element } from '../common/element';
import { HeadGrid, type HeadIndex } from './headThumbnails';
import { HeadTable } from './headTable';
import { HeatmapCanvas } from './interactiveHeatmap';
import type { Cell } from './drawHeatmapAndLabels';
import { Legend } from './colourLegend';
import { RowView, type RowForm } from './rowInThreeForms';
import { WHOLE, type Viewport } from './zoomAndPan';
import { cellNote, headNote, roundedNote, rowNote, sinkNote } from './notesBelowMap';

/** Names of what a pane displays. */
export interface PaneNames {
  readonly model: string;
  /** The layer and head. */
  readonly map: string;
}

export interface PaneEvents {
  /** The reader chose a span to select in the editor. */
  select(span: Span): void;
  /** The pointer is on a span, undefined once it has left; with `isRow`, all panes show the span's row. */
  point(span: Span | undefined, isRow: boolean): void;
  openHead(head: HeadIndex): void;
  changeForm(form: RowForm): void;
  viewportChanged(): void;
}

/** One model's part of the page: its map with the row of one token, or all its heads. */
export class ModelPane {
  readonly element: HTMLElement;
  readonly #events: PaneEvents;
  readonly #title = element('h2', 'name');
  readonly #heatmap: HeatmapCanvas;
  readonly #legend = new Legend();
  readonly #readout = element('p', 'readout');
  readonly #sink = element('p', 'sink');
  readonly #rounded = element('p', 'rounded');
  readonly #row: RowView;
  readonly #grid: HeadGrid;
  readonly #table: HeadTable;
  readonly #mapFigure: HTMLElement;
  readonly #headsFigure: HTMLElement;
  readonly #details = element('div');
  #attention: Attention | undefined;
  #displayedMap: DisplayedMap | undefined;
  #caret: number | undefined;
  #survey: HeadSurvey | undefined;

  /** @param viewport the part of the map to show first; undefined for the whole map */
  constructor(form: RowForm, viewport: Viewport | undefined, events: PaneEvents) {
    this.#events = events;
    this.#heatmap = new HeatmapCanvas(viewport ?? WHOLE, {
      point: (cell) => this.#pointAtCell(cell),
      choose: ({ row }) => this.#select(row),
      viewportChanged: events.viewportChanged,
    });
    this.#row = new RowView(form, {
      choose: (unit) => this.#select(unit),
      point: (unit) => events.point(this.#spanOf(unit), false),
      changeForm: events.changeForm,
    });
    this.#grid = new HeadGrid(events.openHead, (head) => this.#describeHead(head));
    this.#table = new HeadTable(events.openHead);
    this.#mapFigure = element('div', 'figure', this.#heatmap.element, this.#legend.element);
    this.#headsFigure = element('div', 'figure', this.#grid.element);
    const left = element(
      'div',
      'left',
      this.#title,
      this.#mapFigure,
      this.#headsFigure,
      this.#readout,
      this.#sink,
      this.#rounded,
    );
    const right = element('div', 'right', this.#details, this.#table.element);
    this.#details.append(this.#row.element);
    this.element = element('article', 'pane', left, right);
  }

  /** The map on display. */
  get displayedMap(): DisplayedMap | undefined {
    return this.#displayedMap;
  }

  get heatmap(): HeatmapCanvas {
    return this.#heatmap;
  }

  /** Whether the survey of the model's heads over the displayed text has arrived. */
  get isSurveyed(): boolean {
    return this.#survey !== undefined;
  }

  /** Whether screen readers announce changes. */
  announceChanges(isOn: boolean): void {
    this.#readout.setAttribute('aria-live', isOn ? 'polite' : 'off');
  }

  show(attention: Attention, view: AttentionView, names: PaneNames, caret: number | undefined): void {
    const map: AttentionMap = { size: attention.pieces.length, weights: attention.weights };
    const displayedMap = displayedMapOf(map, attention, view);
    this.#displayedMap = displayedMap;
    if (attention !== this.#attention) this.#survey = undefined;
    this.#attention = attention;
    const isOneOfTwo = view.models.length > 1;
    this.#title.textContent = `${names.model} · ${names.map}`;
    this.#title.hidden = !isOneOfTwo;
    this.#mapFigure.hidden = this.#details.hidden = view.allHeads;
    this.#headsFigure.hidden = this.#table.element.hidden = !view.allHeads;
    this.#caret = caret;
    this.#sink.textContent = sinkNote(displayedMap, view.hideSinks);
    this.#sink.hidden = view.allHeads || (displayedMap.sinkLabels.length === 0 && !view.hideSinks);
    this.#rounded.textContent = roundedNote(names.model);
    this.#rounded.hidden = !attention.isRounded;
    const isEmpty = displayedMap.map.size === 0;
    if (isEmpty) this.#mapFigure.hidden = true;
    else this.#heatmap.show(displayedMap, l10n.t('Attention map of {0}, {1}.', names.model, names.map));
    if (!isEmpty) this.#legend.show(this.#heatmap.scale!);
    this.#row.show(displayedMap, this.#caretRow(), isOneOfTwo ? names.model : undefined);
    this.point(undefined);
    if (isEmpty)
      this.#readout.textContent = l10n.t('All tokens here are sinks, which are hidden. Show sinks to see the map.');
  }

  showSurvey(survey: HeadSurvey): void {
    this.#survey = survey;
    this.#grid.show(survey);
    this.#table.show(survey, this.#attention!.pieces.length);
    this.#describeHead(undefined);
  }

  showForm(form: RowForm): void {
    this.#row.showForm(form);
  }

  moveCaret(caret: number): void {
    this.#caret = caret;
    this.point(undefined);
  }

  /** Shows the row of the span that is pointed at, here or in another pane; the caret's row when none is. */
  point(span: Span | undefined): void {
    const displayedMap = this.#displayedMap;
    if (!displayedMap) return;
    const pointed = span ? unitsIn(displayedMap, span.start, span.end) : [];
    const caret = this.#caretRow();
    this.#heatmap.mark(caret < 0 ? [] : [caret], pointed);
    const row = pointed[0] ?? caret;
    this.#row.showRow(row);
    if (!this.#survey || this.#headsFigure.hidden)
      this.#readout.textContent =
        row < 0 ? '' : rowNote(displayedMap, row, pointed.length === 0 && this.#isLastInstead());
  }

  themeChanged(): void {
    this.#heatmap.themeChanged();
    this.#row.themeChanged();
    this.#grid.themeChanged();
    if (this.#heatmap.scale) this.#legend.show(this.#heatmap.scale);
  }

  #caretRow(): number {
    return this.#caret === undefined ? -1 : rowShownAt(this.#displayedMap!, this.#caret);
  }

  /** Whether the last row is shown in place of the caret's. */
  #isLastInstead(): boolean {
    return this.#caret !== undefined && unitAt(this.#displayedMap!, this.#caret) !== this.#caretRow();
  }

  #pointAtCell(cell: Cell | undefined): void {
    const displayedMap = this.#displayedMap!;
    const span = cell && this.#spanOf(cell.row);
    this.#events.point(span, true);
    if (!cell) return;
    // A special token has a row but no span, which the event needs.
    if (!span) this.#row.showRow(cell.row);
    this.#readout.textContent = cellNote(displayedMap, cell);
  }

  #describeHead(index: HeadIndex | undefined): void {
    if (!this.#survey || this.#headsFigure.hidden) return;
    this.#readout.textContent = headNote(this.#survey, index);
  }

  #spanOf(unit: number | undefined): Span | undefined {
    const { starts, ends } = this.#displayedMap!;
    if (unit === undefined || starts[unit]! < 0) return undefined;
    return { start: starts[unit]!, end: ends[unit]! };
  }

  #select(unit: number): void {
    const span = this.#spanOf(unit);
    if (span) this.#events.select(span);
  }
}
