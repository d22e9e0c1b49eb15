import * as l10n from '@vscode/l10n';
import { errorText } from '../../src/core/errorText';
import type { HeadSurvey } from '../../src/contracts/attentionRequests';
import type {
  AttentionHostMessage,
  RenderFormat,
  AttentionPageMessage,
  AttentionView,
} from '../../src/contracts/attentionPageMessages';
import { layersOf } from '../../src/core/attention/attentionParts';
import { layerAtSameDepth, layerOf, layersToPick } from '../../src/core/attention/layersAtSameDepth';
import { isSameSelection } from '../../src/core/attention/selectedModelPartLayerAndHead';
import type { ModelSpec } from '../../src/core/models/modelSpec';
import type { Span } from '../../src/core/text/span';
import { Controls } from './attentionControls';
import { element } from '../common/element';
import type { App, AppHost } from '../common/startPage';
import { explanation } from './mapExplanation';
import { restoreState, type AttentionState } from './attentionSavedState';
import type { HeadIndex } from './headThumbnails';
import { renderExport } from './renderExport';
import { Notice } from '../common/noticeWithRetry';
import { onNextFrame } from '../common/onNextFrame';
import { ModelPane, type PaneNames } from './modelPane';
import type { RowForm } from './rowInThreeForms';
import { headName, layerName } from './layerAndHeadNames';
import { engineNote, missingModelsNote } from './noteOfMissingModels';
import { fitSelection } from './startAtMiddleLayer';

export type AttentionModels = Extract<AttentionHostMessage, { type: 'models' }>;
/** A message to a page that has its models. */
export type AttentionUpdate = Exclude<AttentionHostMessage, { type: 'models' }>;
type AttentionMaps = Extract<AttentionHostMessage, { type: 'maps' }>;
type AttentionAppHost = AppHost<AttentionPageMessage, AttentionState>;

/** The whole page: its controls, and a pane for each model of the view. */
export class AttentionApp implements App<AttentionUpdate> {
  readonly element: HTMLElement;
  readonly #host: AttentionAppHost;
  readonly #specs: readonly ModelSpec[];
  readonly #engine: string | undefined;
  readonly #controls: Controls;
  readonly #missing = element('p', 'missing');
  readonly #title = element('p', 'title');
  readonly #notice: Notice;
  readonly #explanation = explanation();
  readonly #paneGrid = element('div', 'panes');
  #panes: ModelPane[] = [];
  #state: AttentionState;
  /** The maps on display; undefined while a notice is displayed instead. */
  #maps: AttentionMaps | undefined;
  /** The span under the pointer. */
  #pointed: Span | undefined;
  readonly #postPointed = onNextFrame(() => this.#host.post({ type: 'point', span: this.#pointed }));
  readonly #saveViewports = onNextFrame(() =>
    this.#saveState({ viewports: this.#panes.map((pane) => pane.heatmap.viewport) }),
  );

  /** @param savedState what the page saved before; undefined when it saved nothing */
  constructor(
    { models, view, environment, requestedModel, engine }: AttentionModels,
    savedState: unknown,
    host: AttentionAppHost,
  ) {
    this.#host = host;
    this.#specs = models;
    this.#engine = engine;
    this.#state = restoreState(savedState ?? { view }, models, requestedModel);
    this.#controls = new Controls(models, environment, {
      changeView: (change) => this.#changeView(change),
      explain: (isOn) => (this.#explanation.hidden = !isOn),
      export: () => host.post({ type: 'export' }),
      openInEditor: () => host.post({ type: 'open in editor' }),
    });
    this.#notice = new Notice(() => this.#tryAgain());
    this.#explanation.hidden = true;
    this.#paneGrid.hidden = this.#title.hidden = true;
    this.element = element(
      'main',
      'panel',
      element('h1', 'for-readers', l10n.t('Attention')),
      this.#controls.element,
      this.#missing,
      this.#explanation,
      this.#notice.element,
      this.#title,
      this.#paneGrid,
    );
    this.#showNotice(l10n.t('Reading…'));
    // Created before the first maps arrive, to display these sooner.
    this.#createPanes(this.#state.view.models.length);
    this.#show(this.#state.view);
  }

  receive(message: AttentionUpdate): void {
    switch (message.type) {
      case 'maps':
        // Ignores the answer to an earlier selection.
        if (!isSameSelection(message.view, this.#state.view)) return;
        return this.#showMaps({ ...message, view: this.#state.view });
      case 'surveys':
        return this.#showSurveys(message.surveys);
      case 'caret':
        return this.#moveCaret(message.caret);
      case 'point':
        return this.#panes.forEach((pane) => pane.point(message.span));
      case 'outdated':
        return this.#markOutdated(message.isPaused);
      case 'message':
        return this.#showNotice(message.text, message.canRetry);
      case 'render':
        return void this.#render(message.request, message.format, message.map);
    }
  }

  /** Screen readers announce changes only while the page has the focus, not while the writer types in the editor. */
  focusChanged(hasFocus: boolean): void {
    for (const pane of this.#panes) pane.announceChanges(hasFocus);
  }

  themeChanged(): void {
    for (const pane of this.#panes) pane.themeChanged();
  }

  #changeView(change: Partial<AttentionView>): void {
    if (change.models) this.#saveState({ chosenModels: change.models });
    const before = this.#state.view;
    const view = { ...before, ...change };
    const specs = this.#specsOf(view);
    const layersBefore = layersToPick(this.#specsOf(before), before.part);
    // Models and parts differ in depth.
    const layer = change.layer ?? layerAtSameDepth(before.layer, layersBefore, layersToPick(specs, view.part));
    this.#show({ ...view, ...fitSelection({ ...view, layer }, specs) });
  }

  #specsOf({ models }: AttentionView): ModelSpec[] {
    return this.#specs.filter(({ id }) => models.includes(id));
  }

  /** Saves a view, displays what is known of it, and requests the rest from the host. */
  #show(view: AttentionView): void {
    this.#saveState({ view });
    this.#controls.show(view);
    this.#showMissing();
    if (this.#maps && isSameSelection(this.#maps.view, view)) this.#showMaps({ ...this.#maps, view });
    else this.#markOutdated();
    this.#host.post({ type: 'show', view });
  }

  #saveState(change: Partial<AttentionState>): void {
    this.#state = { ...this.#state, ...change };
    this.#host.saveState(this.#state);
  }

  #showMissing(): void {
    const missing = missingModelsNote(this.#state.chosenModels, this.#specs);
    const notes = [missing, this.#engine && engineNote(this.#engine)].filter((note) => note !== undefined);
    this.#missing.hidden = notes.length === 0;
    this.#missing.textContent = notes.join(' ');
  }

  #markOutdated(isPaused = false): void {
    this.element.classList.add('outdated');
    this.#paneGrid.setAttribute('aria-busy', String(!isPaused));
    const state = isPaused ? l10n.t('models paused') : l10n.t('updating…');
    if (this.#maps) this.#title.textContent = `${this.#titleOf(this.#maps)} · ${state}`;
    else if (isPaused) this.#notice.show(l10n.t('The models are paused. Pick a layer to see its map.'));
  }

  #showMaps(message: AttentionMaps): void {
    this.#maps = message;
    this.#notice.hide();
    this.#controls.showWindow(message.windowTokens);
    this.#paneGrid.hidden = this.#title.hidden = false;
    this.#createPanes(message.maps.length);
    message.maps.forEach((map, index) => {
      this.#panes[index]!.show(map, message.view, this.#namesOf(map.model, message.view), message.caret);
    });
    if (message.view.allHeads && !this.#panes.every((pane) => pane.isSurveyed)) this.#markOutdated();
    else this.#markCurrent();
  }

  #createPanes(count: number): void {
    if (this.#panes.length === count) return;
    this.#panes = Array.from({ length: count }, (_, index) => this.#newPane(index));
    this.#paneGrid.replaceChildren(...this.#panes.map((pane) => pane.element));
    this.#paneGrid.classList.toggle('pair', count > 1);
  }

  #moveCaret(caret: number): void {
    if (this.#maps) this.#maps = { ...this.#maps, caret };
    for (const pane of this.#panes) pane.moveCaret(caret);
  }

  #showSurveys(surveys: readonly HeadSurvey[]): void {
    const models = this.#maps?.maps.map(({ model }) => model);
    // Ignores the surveys of earlier maps.
    if (models?.join() !== surveys.map(({ model }) => model).join()) return;
    this.#panes.forEach((pane, index) => pane.showSurvey(surveys[index]!));
    this.#markCurrent();
  }

  #markCurrent(): void {
    this.element.classList.remove('outdated');
    this.#paneGrid.removeAttribute('aria-busy');
    this.#title.textContent = this.#titleOf(this.#maps!);
  }

  #newPane(index: number): ModelPane {
    return new ModelPane(this.#state.form, this.#state.viewports[index], {
      select: (span) => this.#host.post({ type: 'select', span }),
      point: (span, isRow) => this.#point(span, isRow),
      openHead: (head) => this.#openHead(index, head),
      changeForm: (form) => this.#changeForm(form),
      viewportChanged: () => this.#saveViewports(),
    });
  }

  /** Opens a head of the model in a pane, and beside it the same one of the other model at the same depth. */
  #openHead(pane: number, { layer, head }: HeadIndex): void {
    const { models, part } = this.#state.view;
    const specs = this.#specsOf(this.#state.view);
    const spec = specs.find(({ id }) => id === models[pane])!;
    const picked = layerAtSameDepth(layer, layersOf(spec, part), layersToPick(specs, part));
    this.#changeView({ layer: picked, head, allHeads: false });
  }

  #point(span: Span | undefined, isRow: boolean): void {
    if (isRow) for (const pane of this.#panes) pane.point(span);
    this.#pointed = span;
    this.#postPointed();
  }

  #changeForm(form: RowForm): void {
    this.#saveState({ form });
    for (const pane of this.#panes) pane.showForm(form);
  }

  #namesOf(model: string, view: AttentionView): PaneNames {
    const { part, head, allHeads } = view;
    const label = this.#labelOf(model);
    const specs = this.#specsOf(view);
    const spec = specs.find(({ id }) => id === model);
    const layer = spec ? layerOf(spec, view.layer, specs, part) : view.layer;
    if (allHeads) return { model: label, map: l10n.t('all heads of all layers') };
    return { model: label, map: layer === 'rollout' ? layerName(layer) : `${layerName(layer)}, ${headName(head)}` };
  }

  #titleOf({ title, maps }: AttentionMaps): string {
    const counts = maps.map(({ model, pieces }) =>
      maps.length === 1
        ? l10n.t('{0} tokens', pieces.length)
        : l10n.t('{0} tokens of {1}', pieces.length, this.#labelOf(model)),
    );
    return `${title} · ${counts.join(', ')}`;
  }

  #labelOf(model: string): string {
    return this.#specs.find(({ id }) => id === model)?.label ?? model;
  }

  /** Shows a text in place of maps. */
  #showNotice(text: string, canRetry = false): void {
    this.#maps = undefined;
    this.#paneGrid.hidden = this.#title.hidden = true;
    this.#notice.show(text, canRetry);
  }

  #tryAgain(): void {
    this.#showNotice(l10n.t('Reading…'));
    this.#host.post({ type: 'try again' });
  }

  /** Renders a map for the host. */
  async #render(request: number, format: RenderFormat, map: number): Promise<void> {
    try {
      const content = await this.#renderedContent(format, map);
      this.#host.post({ type: 'rendered', request, content });
    } catch (error) {
      this.#host.post({ type: 'render failed', request, reason: errorText(error) });
    }
  }

  async #renderedContent(format: RenderFormat, map: number): Promise<Uint8Array | string | undefined> {
    const pane = this.#panes[map];
    if (!pane?.displayedMap || !pane.heatmap.scale || !this.#maps) throw new Error(l10n.t('No map is displayed.'));
    const { title, view, maps } = this.#maps;
    const names = this.#namesOf(maps[map]!.model, view);
    const heading = `${title} · ${names.model} · ${names.map}`;
    return renderExport(format, pane.displayedMap, pane.heatmap.scale, heading);
  }
}
