import * as l10n from '@vscode/l10n';
import type { Attention, HeadSurvey } from '../../src/contracts/attention';
import type { AttentionView } from '../../src/contracts/attentionPage';
import { rowSum, weightAt, type AttentionMap } from '../../src/core/attention/attentionMap';
import { displayedMapOf, unitAt, unitsIn, type DisplayedMap } from '../../src/core/attention/displayedMap';
import type { Span } from '../../src/core/text/span';
import { element } from '../common/element';
import { HeadGrid, type HeadPlace } from './headGrid';
import { HeadTable } from './headTable';
import { HeatmapCanvas } from './heatmapCanvas';
import type { Cell } from './heatmapDrawing';
import { Legend } from './legend';
import { RowView, type RowForm } from './rowView';
import { WHOLE, type Viewport } from './viewport';
import { visiblePiece } from '../common/visiblePiece';

const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFEFC]/;

/** What is on show, in words. */
export interface Names {
  readonly model: string;
  readonly map: string;
}

export interface PaneEvents {
  /** Select this in the editor. */
  select(span: Span): void;
  /** The pointer stands on this; with `isRow` its row is to be shown. */
  point(span: Span | undefined, isRow: boolean): void;
  open(place: HeadPlace): void;
  changeForm(form: RowForm): void;
  /** Another part of the map is seen. */
  look(): void;
}

/** One model's part of the page: its map or all its heads, and what the token in question looks at. */
export class ModelPane {
  readonly element: HTMLElement;
  readonly #events: PaneEvents;
  readonly #title = element('h2', 'name');
  readonly #heatmap: HeatmapCanvas;
  readonly #legend = new Legend();
  readonly #readout = element('p', 'readout');
  readonly #sink = element('p', 'sink');
  readonly #row: RowView;
  readonly #grid: HeadGrid;
  readonly #table: HeadTable;
  readonly #map: HTMLElement;
  readonly #heads: HTMLElement;
  readonly #details = element('div');
  #attention: Attention | undefined;
  #plane: DisplayedMap | undefined;
  #caret: number | undefined;
  #survey: HeadSurvey | undefined;

  /** @param viewport which part of the map to show first */
  constructor(form: RowForm, viewport: Viewport | undefined, events: PaneEvents) {
    this.#events = events;
    this.#heatmap = new HeatmapCanvas(viewport ?? WHOLE, {
      point: (cell) => this.#pointedAt(cell),
      choose: ({ row }) => this.#select(row),
      look: events.look,
    });
    this.#row = new RowView(form, {
      choose: (unit) => this.#select(unit),
      point: (unit) => events.point(this.#spanOf(unit), false),
      changeForm: events.changeForm,
    });
    this.#grid = new HeadGrid(events.open, (place) => this.#describe(place));
    this.#table = new HeadTable(events.open);
    this.#map = element('div', 'figure', this.#heatmap.element, this.#legend.element);
    this.#heads = element('div', 'figure', this.#grid.element);
    const left = element('div', 'left', this.#title, this.#map, this.#heads, this.#readout, this.#sink);
    const right = element('div', 'right', this.#details, this.#table.element);
    this.#details.append(this.#row.element);
    this.element = element('article', 'pane', left, right);
  }

  /** The plane on show, for drawing it elsewhere. */
  get plane(): DisplayedMap | undefined {
    return this.#plane;
  }

  get heatmap(): HeatmapCanvas {
    return this.#heatmap;
  }

  /** Whether what its heads do is known of the very text on show. */
  get isSurveyed(): boolean {
    return this.#survey !== undefined;
  }

  setLive(isLive: boolean): void {
    this.#readout.setAttribute('aria-live', isLive ? 'polite' : 'off');
  }

  /** @param names of the model, and of the layer and head */
  show(attention: Attention, view: AttentionView, names: Names, caret: number | undefined): void {
    const map: AttentionMap = { size: attention.pieces.length, weights: attention.weights };
    const plane = displayedMapOf(map, attention, view);
    this.#plane = plane;
    if (attention !== this.#attention) this.#survey = undefined;
    this.#attention = attention;
    const isOneOfTwo = view.models.length > 1;
    this.#title.textContent = `${names.model} · ${names.map}`;
    this.#title.hidden = !isOneOfTwo;
    this.#map.hidden = this.#details.hidden = view.allHeads;
    this.#heads.hidden = this.#table.element.hidden = !view.allHeads;
    this.#caret = caret;
    this.#sink.textContent = sinkNote(plane, view.hideSinks);
    this.#sink.hidden = view.allHeads || plane.sinkLabels.length === 0;
    const isEmpty = plane.map.size === 0;
    if (isEmpty) this.#map.hidden = true;
    else this.#heatmap.show(plane, l10n.t('Attention map of {0}, {1}.', names.model, names.map));
    if (!isEmpty) this.#legend.show(this.#heatmap.scale!);
    this.#row.show(plane, this.#caretRow(), isOneOfTwo ? names.model : undefined);
    this.point(undefined);
    if (isEmpty) this.#readout.textContent = l10n.t('There is nothing here but sinks. Show them to see the map.');
  }

  showSurvey(survey: HeadSurvey): void {
    this.#survey = survey;
    this.#grid.show(survey);
    this.#table.show(survey, this.#attention!.pieces.length);
    this.#describe(undefined);
  }

  showForm(form: RowForm): void {
    this.#row.showForm(form);
  }

  moveCaret(caret: number): void {
    this.#caret = caret;
    this.point(undefined);
  }

  /** Shows the row of what is pointed at, here or in another pane; that of the caret when nothing is. */
  point(span: Span | undefined): void {
    const plane = this.#plane;
    if (!plane) return;
    const pointed = span ? unitsIn(plane, span.start, span.end) : [];
    const caret = this.#caretRow();
    this.#heatmap.mark(caret < 0 ? [] : [caret], pointed);
    const row = pointed[0] ?? caret;
    this.#row.showRow(row);
    if (!this.#survey || this.#heads.hidden) this.#readout.textContent = row < 0 ? '' : this.#rowNote(row);
  }

  themeChanged(): void {
    this.#heatmap.themeChanged();
    this.#row.themeChanged();
    this.#grid.themeChanged();
    if (this.#heatmap.scale) this.#legend.show(this.#heatmap.scale);
  }

  #caretRow(): number {
    return this.#caret === undefined ? -1 : unitAt(this.#plane!, this.#caret);
  }

  #pointedAt(cell: Cell | undefined): void {
    const plane = this.#plane!;
    const span = cell && this.#spanOf(cell.row);
    this.#events.point(span, true);
    if (!cell) return;
    // A special token has no place in the text, but a row.
    if (!span) this.#row.showRow(cell.row);
    const [from, to] = [cell.row, cell.column].map((unit) => quoted(plane.labels[unit]!));
    this.#readout.textContent = `${from} → ${to}  ${weightAt(plane.map, cell.row, cell.column).toFixed(6)}`;
  }

  #rowNote(row: number): string {
    const { map, sinkShare } = this.#plane!;
    const sum = rowSum(map, row).toFixed(4);
    return l10n.t('Row sum {0}; {1} of it rests on sinks. Rows look at columns.', sum, percent(sinkShare[row]!));
  }

  #describe(place: HeadPlace | undefined): void {
    if (!this.#survey || this.#heads.hidden) return;
    if (!place) {
      this.#readout.textContent = l10n.t('Rows are layers, columns are heads. Click one to open it.');
      return;
    }
    const { entropy, sink, previous, next } = this.#survey.summaries[place.layer * this.#survey.heads + place.head]!;
    this.#readout.textContent = l10n.t(
      'Layer {0}, head {1}: {2} bits, sinks {3}, previous {4}, next {5}',
      place.layer + 1,
      place.head + 1,
      entropy.toFixed(1),
      percent(sink),
      percent(previous),
      percent(next),
    );
  }

  #spanOf(unit: number | undefined): Span | undefined {
    const { starts, ends } = this.#plane!;
    if (unit === undefined || starts[unit]! < 0) return undefined;
    return { start: starts[unit]!, end: ends[unit]! };
  }

  #select(unit: number): void {
    const span = this.#spanOf(unit);
    if (span) this.#events.select(span);
  }
}

/** A label in quotes; one that is read from right to left does not turn what stands around it. */
function quoted(label: string): string {
  const text = visiblePiece(label);
  return RIGHT_TO_LEFT.test(text) ? `“\u2068${text}\u2069”` : `“${text}”`;
}

function sinkNote({ meanSinkShare, sinkLabels }: DisplayedMap, isHidden: boolean): string {
  const names = sinkLabels.map(visiblePiece).join(', ');
  return isHidden
    ? l10n.t('Hidden sinks ({0}) hold {1} of all weight; the rest is scaled up.', names, percent(meanSinkShare))
    : l10n.t('Sinks ({0}) hold {1} of all weight.', names, percent(meanSinkShare));
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
