import * as l10n from '@vscode/l10n';
import type { InsideHostMessage } from '../../src/contracts/insidePageMessages';
import { unitAt } from '../../src/core/attention/mapRowsOfCaretAndSelection';
import { normalizeVectors, similarityMatrix, tableOf, type VectorTable } from '../../src/core/inside/vectorSimilarity';
import { poolVectors } from '../../src/core/inside/averageTokenVectors';
import type { Span } from '../../src/core/text/span';
import { unitsOf, type UnitKind, type Units } from '../../src/core/text/compareByTokenWordOrSentence';
import { element } from '../common/element';
import { segmentedButtons, type Segmented } from '../common/segmentedButtons';
import { visiblePiece } from '../common/visibleTokenText';
import { NeighbourTable } from './neighbourTable';
import { pcaProjection, type Projection } from './pcaProjection';
import type { InsideState, SimilarityForm } from './insideSavedState';
import { scatterPlot } from './scatterPlot';
import { SignedHeatmap } from './signedHeatmap';
import { largestAbsolute } from './vectorBars';
import { FEWEST_PLOTTED, PLOT_DELAY_MS } from './whenPlotIsDrawn';
import { withoutLeadingSpaces } from './selectWithoutLeadingSpaces';

type SimilarityAnswer = Extract<InsideHostMessage, { type: 'similarity' }>;
type SimilarityOptions = Pick<InsideState, 'unit' | 'form' | 'normalise'>;

/** The texts that are compared. */
type Spans = Omit<Units, 'tokens'>;

interface SimilarityEvents {
  changeOptions(options: Partial<SimilarityOptions>): void;
  /** The reader chose a span to select in the editor. */
  select(span: Span): void;
}

/** In UTF-16 code units. */
const LONGEST_LABEL = 32;

/** How similar the vectors of tokens, words or sentences are: to the one at the caret, as a plot, or all to all. */
export class SimilarityView {
  readonly element: HTMLElement;
  readonly #events: SimilarityEvents;
  readonly #unitButtons;
  readonly #formButtons;
  readonly #normalise = element('input');
  readonly #heading = element('h2');
  readonly #note = element('p', 'note');
  readonly #readout = element('p', 'readout');
  readonly #neighbours: NeighbourTable;
  readonly #plot = element('div', 'plot');
  readonly #matrix = new SignedHeatmap();
  readonly #content = element('div', 'content');
  #options: SimilarityOptions;
  #answer: SimilarityAnswer | undefined;
  #caret: number | undefined;
  /** The units of the answer's text, and their vectors. */
  #units: Spans | undefined;
  #table: VectorTable | undefined;
  /** Computed from the table when they are displayed. */
  #similarities: Float32Array | undefined;
  #projection: Projection | undefined;
  #plotTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SimilarityOptions, events: SimilarityEvents) {
    this.#options = options;
    this.#events = events;
    this.#unitButtons = unitButtons((unit) => this.#changeOptions({ unit }));
    this.#formButtons = formButtons((form) => this.#changeOptions({ form }));
    this.#normalise.type = 'checkbox';
    this.#normalise.addEventListener('change', () => this.#changeOptions({ normalise: this.#normalise.checked }));
    this.#neighbours = new NeighbourTable((unit) => this.#select(unit));
    this.#matrix.element.addEventListener('pointermove', (event) => this.#pointAt(event));
    this.#matrix.element.addEventListener('click', (event) => this.#select(this.#matrix.cellAt(event).row));
    this.#content.append(this.#neighbours.element, this.#plot, this.#matrix.element, this.#readout);
    this.element = element(
      'section',
      'similarity',
      this.#unitButtons.element,
      this.#formButtons.element,
      element('label', 'check', this.#normalise, l10n.t('Scale all vectors to length 1')),
      this.#note,
      this.#heading,
      this.#content,
    );
    this.#showOptions();
  }

  show(answer: SimilarityAnswer): void {
    this.#answer = answer;
    this.#caret = answer.caret;
    this.#showOptions();
    this.#computeVectors();
  }

  moveCaret(caret: number): void {
    this.#caret = caret;
    this.#render();
  }

  themeChanged(): void {
    this.#render();
  }

  #changeOptions(options: Partial<SimilarityOptions>): void {
    this.#options = { ...this.#options, ...options };
    this.#showOptions();
    this.#events.changeOptions(options);
    this.#computeVectors();
  }

  #showOptions(): void {
    const { unit, form, normalise } = this.#options;
    this.#unitButtons.pick(unit);
    this.#formButtons.pick(form);
    this.#normalise.checked = normalise;
    this.#neighbours.element.hidden = form !== 'neighbours';
    this.#plot.hidden = form !== 'plot';
    this.#matrix.element.hidden = this.#readout.hidden = form !== 'matrix';
    const isApart = unit === 'sentence' && this.#answer?.sentences !== undefined;
    this.#note.textContent = [
      normalise
        ? l10n.t('At length 1 the dot product is the cosine: only the direction counts.')
        : l10n.t('Long vectors have large dot products; the cosine leaves the length out.'),
      ...(isApart ? [l10n.t('Each sentence was read on its own, which gives its embedding.')] : []),
    ].join(' ');
  }

  /** Computes the vectors of the units, once for each answer and options. */
  #computeVectors(): void {
    if (!this.#answer) return;
    const { units, table } = vectorsOf(this.#answer, this.#options.unit);
    this.#units = units;
    this.#table = this.#options.normalise ? normalizeVectors(table) : table;
    this.#similarities = this.#projection = undefined;
    this.#render();
  }

  #render(): void {
    const [table, units] = [this.#table, this.#units];
    if (!table || !units) return;
    this.#content.hidden = table.size === 0;
    if (table.size === 0) {
      this.#heading.textContent = l10n.t(
        'There is nothing here to compare. Choose tokens, or put the caret elsewhere.',
      );
      return;
    }
    const chosen = Math.max(0, this.#caret === undefined ? 0 : unitAt(units, this.#caret));
    this.#heading.textContent = l10n.t('Nearest to “{0}”', shortLabel(units.labels[chosen]!));
    const { form } = this.#options;
    if (form === 'neighbours') this.#neighbours.show(table, units.labels, chosen);
    if (form === 'plot') this.#renderPlot(table, units, chosen);
    if (form === 'matrix') this.#renderMatrix(table);
  }

  #renderPlot(table: VectorTable, units: Spans, chosen: number): void {
    clearTimeout(this.#plotTimer);
    if (table.size < FEWEST_PLOTTED) {
      this.#plot.replaceChildren(l10n.t('There are too few to compare. Write more, or choose words or tokens.'));
      return;
    }
    const draw = (projection: Projection) =>
      this.#plot.replaceChildren(scatterPlot(projection, units, chosen, (unit) => this.#select(unit)));
    if (this.#projection) {
      draw(this.#projection);
      return;
    }
    this.#plotTimer = setTimeout(() => draw((this.#projection = pcaProjection(table))), PLOT_DELAY_MS);
  }

  #renderMatrix(table: VectorTable): void {
    this.#similarities ??= similarityMatrix(table);
    const top = largestAbsolute(this.#similarities);
    this.#matrix.show(this.#similarities, table.size, top);
    this.#matrix.element.setAttribute(
      'aria-label',
      l10n.t('Dot products of {0} vectors with each other; “Nearest” lists them', String(table.size)),
    );
    this.#readout.textContent = l10n.t('Blue above 0, red below; strongest at {0}.', top.toFixed(2));
  }

  #pointAt(event: MouseEvent): void {
    const { row, column } = this.#matrix.cellAt(event);
    const [units, table] = [this.#units, this.#table];
    if (!units || !table || !this.#similarities) return;
    const value = this.#similarities[row * table.size + column]!;
    const scaled = value / Math.sqrt(table.width);
    const [first, second] = [row, column].map((unit) => `“${shortLabel(units.labels[unit]!)}”`);
    this.#readout.textContent = `${first} · ${second} = ${value.toFixed(3)} (÷√d: ${scaled.toFixed(3)})`;
  }

  #select(unit: number): void {
    if (!this.#answer || !this.#units) return;
    const [start, end] = [this.#units.starts[unit] ?? -1, this.#units.ends[unit] ?? -1];
    if (start < 0) return;
    this.#events.select(withoutLeadingSpaces(this.#answer.text, { start, end }));
  }
}

/** The units of an answer, and their vectors: of sentences those that were read on their own, where the answer has them. */
function vectorsOf(
  { vectors, sentences, text }: SimilarityAnswer,
  unit: UnitKind,
): { units: Spans; table: VectorTable } {
  if (unit === 'sentence' && sentences) {
    const { starts, ends } = sentences;
    const labels = Array.from(starts, (start, index) => text.slice(start, ends[index]));
    return { units: { labels, starts, ends }, table: tableOf(starts.length, sentences.vectors) };
  }
  const units = unitsOf(vectors, text, unit);
  return { units, table: poolVectors(tableOf(vectors.pieces.length, vectors.vectors[0]!), units.tokens) };
}

function unitButtons(picked: (unit: UnitKind) => void): Segmented<UnitKind> {
  return segmentedButtons<UnitKind>(
    l10n.t('What is compared'),
    [
      { value: 'token', label: l10n.t('Tokens') },
      { value: 'word', label: l10n.t('Words') },
      { value: 'sentence', label: l10n.t('Sentences') },
    ],
    picked,
  );
}

function formButtons(picked: (form: SimilarityForm) => void): Segmented<SimilarityForm> {
  return segmentedButtons<SimilarityForm>(
    l10n.t('How to show similarity'),
    [
      { value: 'neighbours', label: l10n.t('Nearest') },
      { value: 'plot', label: l10n.t('Plot') },
      { value: 'matrix', label: l10n.t('All to all') },
    ],
    picked,
  );
}

function shortLabel(label: string): string {
  const text = visiblePiece(label);
  return text.length > LONGEST_LABEL ? `${text.slice(0, LONGEST_LABEL - 1)}…` : text;
}
