import * as l10n from '@vscode/l10n';
import type { InsideHostMessage } from '../../src/contracts/insidePage';
import { unitAt } from '../../src/core/attention/displayedMap';
import {
  normalizeVectors,
  poolVectors,
  similarityMatrix,
  tableOf,
  type VectorTable,
} from '../../src/core/inside/vectorSimilarity';
import type { Span } from '../../src/core/text/span';
import { unitsOf, type UnitKind, type Units } from '../../src/core/text/tokenUnits';
import { element } from '../common/element';
import { segmentedButtons } from '../common/segmentedButtons';
import { visiblePiece } from '../common/visiblePiece';
import type { SavedState, SimilarityForm } from './savedState';
import { NeighbourTable } from './neighbourTable';
import { SignedHeatmap } from './signedHeatmap';
import { pcaProjection, type Projection } from './pcaProjection';
import { scatterPlot } from './scatterPlot';

type Message = Extract<InsideHostMessage, { type: 'similarity' }>;
type Options = Pick<SavedState, 'unit' | 'form' | 'normalise'>;

interface Events {
  change(options: Partial<Options>): void;
  select(span: Span): void;
}

/** Fitting the plot takes a while, so it waits until the writer pauses. */
const PLOT_PAUSE_MS = 150;

/** How alike the vectors of tokens, words or sentences are: to the one at the caret, in the plane, or all to all. */
export class SimilarityView {
  readonly element: HTMLElement;
  readonly #events: Events;
  readonly #units;
  readonly #forms;
  readonly #normalise = element('input');
  readonly #heading = element('h2');
  readonly #note = element('p', 'note');
  readonly #readout = element('p', 'readout');
  readonly #neighbours: NeighbourTable;
  readonly #plot = element('div', 'plot');
  readonly #matrix = new SignedHeatmap();
  readonly #content = element('div', 'content');
  #options: Options;
  #message: Message | undefined;
  #table: VectorTable | undefined;
  #shown: Units | undefined;
  #all: Float32Array | undefined;
  #projection: Projection | undefined;
  #caret: number | undefined;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(options: Options, events: Events) {
    this.#options = options;
    this.#events = events;
    this.#units = segmentedButtons<UnitKind>(
      l10n.t('What is compared'),
      [
        { value: 'token', label: l10n.t('Tokens') },
        { value: 'word', label: l10n.t('Words') },
        { value: 'sentence', label: l10n.t('Sentences') },
      ],
      (unit) => this.#change({ unit }),
    );
    this.#forms = segmentedButtons<SimilarityForm>(
      l10n.t('How to show similarity'),
      [
        { value: 'neighbours', label: l10n.t('Nearest') },
        { value: 'plot', label: l10n.t('Plot') },
        { value: 'matrix', label: l10n.t('All to all') },
      ],
      (form) => this.#change({ form }),
    );
    this.#normalise.type = 'checkbox';
    this.#normalise.addEventListener('change', () => this.#change({ normalise: this.#normalise.checked }));
    this.#neighbours = new NeighbourTable((unit) => this.#select(unit));
    this.#matrix.element.addEventListener('pointermove', (event) => this.#pointAt(event));
    this.#matrix.element.addEventListener('click', (event) => this.#select(this.#matrix.cellAt(event).row));
    this.#content.append(this.#neighbours.element, this.#plot, this.#matrix.element, this.#readout);
    this.element = element(
      'section',
      'similarity',
      this.#units.element,
      this.#forms.element,
      element('label', 'check', this.#normalise, l10n.t('Bring all vectors to length 1')),
      this.#note,
      this.#heading,
      this.#content,
    );
    this.#showOptions();
  }

  show(message: Message): void {
    this.#message = message;
    this.#caret = message.caret;
    this.#arrange();
  }

  moveCaret(caret: number): void {
    this.#caret = caret;
    this.#render();
  }

  themeChanged(): void {
    this.#render();
  }

  #change(options: Partial<Options>): void {
    this.#options = { ...this.#options, ...options };
    this.#showOptions();
    this.#events.change(options);
    this.#arrange();
  }

  #showOptions(): void {
    const { unit, form, normalise } = this.#options;
    this.#units.pick(unit);
    this.#forms.pick(form);
    this.#normalise.checked = normalise;
    this.#neighbours.element.hidden = form !== 'neighbours';
    this.#plot.hidden = form !== 'plot';
    this.#matrix.element.hidden = this.#readout.hidden = form !== 'matrix';
    this.#note.textContent = normalise
      ? l10n.t('At length 1 the dot product is the cosine: only the direction counts.')
      : l10n.t('Long vectors have large dot products; the cosine leaves the length out.');
  }

  /** Puts the vectors of the units together, once for each text and choice. */
  #arrange(): void {
    if (!this.#message) return;
    const { vectors, text } = this.#message;
    const units = unitsOf(vectors, text, this.#options.unit);
    const table = poolVectors(tableOf(vectors.pieces.length, vectors.vectors[0]!), units.tokens);
    this.#shown = units;
    this.#table = this.#options.normalise ? normalizeVectors(table) : table;
    this.#all = this.#projection = undefined;
    this.#render();
  }

  #render(): void {
    const [table, units] = [this.#table, this.#shown];
    if (!table || !units) return;
    this.#content.hidden = table.size === 0;
    if (table.size === 0) {
      this.#heading.textContent = l10n.t(
        'There is nothing here to compare. Choose tokens, or put the caret elsewhere.',
      );
      return;
    }
    const chosen = Math.max(0, this.#caret === undefined ? 0 : unitAt(units, this.#caret));
    this.#heading.textContent = l10n.t('“{0}” and what is like it', short(units.labels[chosen]!));
    const { form } = this.#options;
    if (form === 'neighbours') this.#neighbours.show(table, units.labels, chosen);
    if (form === 'plot') this.#renderPlot(table, units, chosen);
    if (form === 'matrix') this.#renderMatrix(table);
  }

  #renderPlot(table: VectorTable, units: Units, chosen: number): void {
    clearTimeout(this.#pause);
    if (table.size < 3) {
      this.#plot.replaceChildren(l10n.t('There are too few to compare. Write more, or choose words or tokens.'));
      return;
    }
    const draw = (projection: Projection) =>
      this.#plot.replaceChildren(scatterPlot(projection, units, chosen, (unit) => this.#select(unit)));
    if (this.#projection) {
      draw(this.#projection);
      return;
    }
    this.#pause = setTimeout(() => draw((this.#projection = pcaProjection(table))), PLOT_PAUSE_MS);
  }

  #renderMatrix(table: VectorTable): void {
    this.#all ??= similarityMatrix(table);
    const top = this.#all.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    this.#matrix.show(this.#all, table.size, top);
    this.#matrix.element.setAttribute(
      'aria-label',
      l10n.t('Dot products of {0} vectors with each other; “Nearest” lists them', String(table.size)),
    );
    this.#readout.textContent = l10n.t('Blue above 0, red below; strongest at {0}.', top.toFixed(2));
  }

  #pointAt(event: MouseEvent): void {
    const { row, column } = this.#matrix.cellAt(event);
    const [labels, size] = [this.#shown?.labels, this.#table?.size ?? 0];
    if (!labels || !this.#all) return;
    const value = this.#all[row * size + column]!;
    const scaled = value / Math.sqrt(this.#table!.width);
    const [one, other] = [row, column].map((unit) => `“${short(labels[unit]!)}”`);
    this.#readout.textContent = `${one} · ${other} = ${value.toFixed(3)} (÷√d: ${scaled.toFixed(3)})`;
  }

  #select(unit: number): void {
    if (!this.#message || !this.#shown) return;
    const [start, end] = [this.#shown.starts[unit] ?? -1, this.#shown.ends[unit] ?? -1];
    if (start < 0) return;
    // A GPT's words begin with the space before them.
    const spaces = /^\s*(?=\S)/.exec(this.#message.text.slice(start, end))?.[0].length ?? 0;
    this.#events.select({ start: start + spaces, end });
  }
}

const LONGEST = 32;

function short(label: string): string {
  const text = visiblePiece(label);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
