import * as l10n from '@vscode/l10n';
import { errorText } from '../../src/core/errorText';
import type { HeadSurvey } from '../../src/contracts/attention';
import type {
  AttentionHostMessage,
  RenderFormat,
  AttentionPageMessage,
  AttentionView,
} from '../../src/contracts/attentionPage';
import type { LayerOrAggregate, LayerSelector } from '../../src/core/attention/attentionMap';
import { isSameSelection } from '../../src/core/attention/attentionSelection';
import type { ModelSpec } from '../../src/core/models/modelSpec';
import type { Span } from '../../src/core/text/span';
import { Controls } from './controls';
import { element } from '../common/element';
import { explanation } from './explanation';
import type { HeadPlace } from './headGrid';
import { fitting, restoreState, type SavedState } from './savedState';
import { renderExport } from './renderExport';
import { onNextFrame } from '../common/onNextFrame';
import { ModelPane, type Names } from './modelPane';
import type { RowForm } from './rowView';

interface Host {
  post(message: AttentionPageMessage): void;
  keep(state: SavedState): void;
}

type Models = Extract<AttentionHostMessage, { type: 'models' }>;
type Maps = Extract<AttentionHostMessage, { type: 'maps' }>;

/** The whole page: controls, what is on show, and a pane for each of its models. */
export class AttentionApp {
  readonly element: HTMLElement;
  readonly #host: Host;
  readonly #specs: readonly ModelSpec[];
  readonly #controls: Controls;
  readonly #title = element('p', 'title');
  readonly #notice = element('p', 'notice');
  readonly #explanation = explanation();
  readonly #panes = element('div', 'panes');
  #shownPanes: ModelPane[] = [];
  #kept: SavedState;
  #maps: Maps | undefined;
  #pointed: Span | undefined;
  readonly #tellPointed = onNextFrame(() => this.#host.post({ type: 'point', span: this.#pointed }));

  /** @param state what the page kept before, if anything */
  constructor({ models, view, around, picked }: Models, state: unknown, host: Host) {
    this.#host = host;
    this.#specs = models;
    this.#kept = restoreState(state ?? { view }, models, picked);
    this.#controls = new Controls(models, around, {
      change: (change) => this.#change(change),
      explain: (isOn) => (this.#explanation.hidden = !isOn),
      export: () => host.post({ type: 'export' }),
      openInEditor: () => host.post({ type: 'open in editor' }),
    });
    this.#explanation.hidden = true;
    this.#notice.setAttribute('role', 'status');
    this.#panes.hidden = this.#title.hidden = true;
    this.element = element(
      'main',
      'panel',
      element('h1', 'for-readers', l10n.t('Attention')),
      this.#controls.element,
      this.#explanation,
      this.#notice,
      this.#title,
      this.#panes,
    );
    this.#say(l10n.t('Reading…'));
    // There when the first maps are.
    this.#arrangePanes(this.#kept.view.models.length);
    this.#show(this.#kept.view);
  }

  receive(message: Exclude<AttentionHostMessage, { type: 'models' }>): void {
    switch (message.type) {
      case 'maps':
        // An answer to what was picked before.
        if (!isSameSelection(message.view, this.#kept.view)) return;
        return this.#showMaps({ ...message, view: this.#kept.view });
      case 'surveys':
        return this.#showSurveys(message.surveys);
      case 'caret':
        return this.#moveCaret(message.caret);
      case 'point':
        return this.#shownPanes.forEach((pane) => pane.point(message.span));
      case 'outdated':
        return this.#outdate(message.isPaused);
      case 'message':
        return this.#say(message.text);
      case 'render':
        return void this.#make(message.request, message.format, message.map);
    }
  }

  /** Whether what changes is read aloud: not while the writer types elsewhere. */
  setLive(isLive: boolean): void {
    for (const pane of this.#shownPanes) pane.setLive(isLive);
  }

  themeChanged(): void {
    for (const pane of this.#shownPanes) pane.themeChanged();
  }

  #change(change: Partial<AttentionView>): void {
    const view = { ...this.#kept.view, ...change };
    const specs = this.#specs.filter(({ id }) => view.models.includes(id));
    this.#show({ ...view, ...fitting(view, specs) });
  }

  /** Keeps a view, shows what there is of it, and tells the host. */
  #show(view: AttentionView): void {
    this.#keep({ view });
    this.#controls.show(view);
    if (this.#maps && isSameSelection(this.#maps.view, view)) this.#showMaps({ ...this.#maps, view });
    else this.#outdate();
    this.#host.post({ type: 'show', view });
  }

  #keep(change: Partial<SavedState>): void {
    this.#kept = { ...this.#kept, ...change };
    this.#host.keep(this.#kept);
  }

  #outdate(isPaused = false): void {
    this.element.classList.add('outdated');
    this.#panes.setAttribute('aria-busy', String(!isPaused));
    const state = isPaused ? l10n.t('the models rest') : l10n.t('updating…');
    if (this.#maps) this.#title.textContent = `${titleOf(this.#maps)} · ${state}`;
    else if (isPaused) this.#notice.textContent = l10n.t('The models rest. Choose a layer, and they make its map.');
  }

  #showMaps(message: Maps): void {
    this.#maps = message;
    this.#notice.hidden = true;
    this.#panes.hidden = this.#title.hidden = false;
    this.#arrangePanes(message.maps.length);
    message.maps.forEach((map, index) => {
      this.#shownPanes[index]!.show(map, message.view, this.#namesOf(map.model, message.view), message.caret);
    });
    if (message.view.allHeads && !this.#shownPanes.every((pane) => pane.isSurveyed)) this.#outdate();
    else this.#settle();
  }

  #arrangePanes(count: number): void {
    if (this.#shownPanes.length === count) return;
    this.#shownPanes = Array.from({ length: count }, (_, index) => this.#newPane(index));
    this.#panes.replaceChildren(...this.#shownPanes.map((pane) => pane.element));
    this.#panes.classList.toggle('pair', count > 1);
  }

  #moveCaret(caret: number): void {
    if (this.#maps) this.#maps = { ...this.#maps, caret };
    for (const pane of this.#shownPanes) pane.moveCaret(caret);
  }

  #showSurveys(surveys: readonly HeadSurvey[]): void {
    const models = this.#maps?.maps.map(({ model }) => model);
    // Of maps that are no longer on show.
    if (models?.join() !== surveys.map(({ model }) => model).join()) return;
    this.#shownPanes.forEach((pane, index) => pane.showSurvey(surveys[index]!));
    this.#settle();
  }

  /** What is shown is what the text has now. */
  #settle(): void {
    this.element.classList.remove('outdated');
    this.#panes.removeAttribute('aria-busy');
    this.#title.textContent = titleOf(this.#maps!);
  }

  #newPane(index: number): ModelPane {
    return new ModelPane(this.#kept.form, this.#kept.viewports[index], {
      select: (span) => this.#host.post({ type: 'select', span }),
      point: (span, isRow) => this.#point(span, isRow),
      open: ({ layer, head }: HeadPlace) => this.#change({ layer, head, allHeads: false }),
      changeForm: (form) => this.#changeForm(form),
      look: () => this.#keepViewports(),
    });
  }

  readonly #keepViewports = onNextFrame(() => {
    this.#keep({ viewports: this.#shownPanes.map((pane) => pane.heatmap.viewport) });
  });

  #point(span: Span | undefined, isRow: boolean): void {
    if (isRow) for (const pane of this.#shownPanes) pane.point(span);
    this.#pointed = span;
    this.#tellPointed();
  }

  #changeForm(form: RowForm): void {
    this.#keep({ form });
    for (const pane of this.#shownPanes) pane.showForm(form);
  }

  #namesOf(model: string, { layer, head, allHeads }: AttentionView): Names {
    const label = this.#specs.find(({ id }) => id === model)?.label ?? model;
    if (allHeads) return { model: label, map: l10n.t('all heads of all layers') };
    return { model: label, map: layer === 'rollout' ? layerName(layer) : `${layerName(layer)}, ${headName(head)}` };
  }

  #say(text: string): void {
    this.#maps = undefined;
    this.#panes.hidden = this.#title.hidden = true;
    this.#notice.hidden = false;
    this.#notice.textContent = text;
  }

  async #make(request: number, format: RenderFormat, map: number): Promise<void> {
    const pane = this.#shownPanes[map];
    try {
      if (!pane?.plane || !pane.heatmap.scale || !this.#maps) throw new Error(l10n.t('There is no map on show.'));
      const { title, view, maps } = this.#maps;
      const names = this.#namesOf(maps[map]!.model, view);
      const heading = `${title} · ${names.model} · ${names.map}`;
      const content = await renderExport(format, pane.plane, pane.heatmap.scale, heading);
      this.#host.post({ type: 'rendered', request, content });
    } catch (error) {
      this.#host.post({
        type: 'render failed',
        request,
        reason: errorText(error),
      });
    }
  }
}

function titleOf({ title, maps }: Maps): string {
  const counts = maps.map(({ pieces }) => pieces.length).join(' + ');
  return `${title} · ${l10n.t('{0} tokens', counts)}`;
}

function layerName(layer: LayerSelector): string {
  if (layer === 'rollout') return l10n.t('rollout through all layers');
  if (layer === 'mean') return l10n.t('mean of layers');
  return layer === 'max' ? l10n.t('max of layers') : l10n.t('layer {0}', layer + 1);
}

function headName(head: LayerOrAggregate): string {
  if (head === 'mean') return l10n.t('mean of heads');
  return head === 'max' ? l10n.t('max of heads') : l10n.t('head {0}', head + 1);
}
