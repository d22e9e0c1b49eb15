import * as l10n from '@vscode/l10n';
import {
  isSameInsideView,
  type InsideHostMessage,
  type InsidePageMessage,
  type InsideView,
} from '../../src/contracts/insidePageMessages';
import type { ModelSpec } from '../../src/core/models/modelSpec';
import { element } from '../common/element';
import { Notice } from '../common/noticeWithRetry';
import type { App, AppHost } from '../common/startPage';
import { InsideControls } from './insideControls';
import { NextTokenView } from './nextTokenView';
import { PositionsView } from './positionsView';
import { restoreState, type InsideState } from './insideSavedState';
import { SimilarityView } from './similarityView';
import { StepsView } from './stepsView';
import { fitView } from './fitViewToModel';

export type InsideModels = Extract<InsideHostMessage, { type: 'models' }>;
/** A message to a page that has its models. */
export type InsideUpdate = Exclude<InsideHostMessage, { type: 'models' }>;
type InsideAnswer = Extract<InsideHostMessage, { view: InsideView }>;
type InsideAppHost = AppHost<InsidePageMessage, InsideState>;

/** The whole page: its controls, and the topic on display. */
export class InsideApp implements App<InsideUpdate> {
  readonly element: HTMLElement;
  readonly #host: InsideAppHost;
  readonly #specs: readonly ModelSpec[];
  readonly #controls: InsideControls;
  readonly #title = element('p', 'title');
  readonly #notice: Notice;
  readonly #body = element('div', 'body');
  readonly #nextToken: NextTokenView;
  readonly #similarity: SimilarityView;
  readonly #steps: StepsView;
  readonly #positions: PositionsView;
  #state: InsideState;
  /** Title of the answer on display; empty for none. */
  #answerTitle = '';

  /** @param savedState what the page saved before; undefined when it saved nothing */
  constructor({ models, topic }: InsideModels, savedState: unknown, host: InsideAppHost) {
    this.#host = host;
    this.#specs = models;
    this.#state = restoreState(savedState, models, topic);
    this.#controls = new InsideControls(models, (change) => this.#changeView(change));
    this.#nextToken = new NextTokenView(this.#state.sampling, (sampling) => this.#saveState({ sampling }));
    this.#similarity = new SimilarityView(this.#state, {
      changeOptions: (options) => this.#changeOptions(options),
      select: (span) => host.post({ type: 'select', span }),
    });
    this.#steps = new StepsView({
      chooseToken: (row) => host.post({ type: 'row', row }),
      chooseHead: (head) => this.#changeView({ head }),
    });
    this.#positions = new PositionsView(() => host.post({ type: 'shuffle' }));
    this.#notice = new Notice(() => this.#tryAgain());
    this.element = element(
      'main',
      'panel',
      element('h1', 'for-readers', l10n.t('Inside the model')),
      this.#controls.element,
      this.#notice.element,
      this.#title,
      this.#body,
    );
    this.#showNotice(l10n.t('Reading…'));
    this.#showView(this.#state.view);
  }

  receive(message: InsideUpdate): void {
    switch (message.type) {
      case 'caret':
        return this.#similarity.moveCaret(message.caret);
      case 'outdated':
        return this.#markOutdated(message.isPaused);
      case 'message':
        return this.#showNotice(message.text, message.canRetry);
      default:
        // Ignores the answer to an earlier view.
        if (isSameInsideView(message.view, this.#state.view)) this.#showAnswer(message);
    }
  }

  themeChanged(): void {
    this.#similarity.themeChanged();
    this.#positions.themeChanged();
  }

  #showAnswer(message: InsideAnswer): void {
    switch (message.type) {
      case 'next token':
        this.#nextToken.show(message);
        return this.#displayAnswer(this.#nextToken.element, message.title);
      case 'similarity':
        this.#similarity.show(message);
        return this.#displayAnswer(this.#similarity.element, message.title);
      case 'steps':
        this.#steps.show(message);
        return this.#displayAnswer(this.#steps.element, message.title);
      case 'positions':
        this.#positions.show(message);
        return this.#displayAnswer(this.#positions.element, '');
      case 'shuffled':
        return this.#positions.showShuffleEffect(message.effect);
    }
  }

  #changeView(change: Partial<InsideView>): void {
    const { view, unit } = this.#state;
    const pickedModel = change.model ?? this.#state.pickedModel;
    this.#saveState({ pickedModel });
    const fitted = fitView({ ...view, ...change, model: pickedModel }, this.#specs, unit);
    // Another model has other layers, and another usual depth.
    const isSameModel = fitted.model === view.model;
    this.#showView(isSameModel ? fitted : fitView({ ...fitted, depth: undefined }, this.#specs, unit));
  }

  #changeOptions(options: Partial<InsideState>): void {
    this.#saveState(options);
    const view = fitView(this.#state.view, this.#specs, this.#state.unit);
    if (view.apart !== this.#state.view.apart) this.#showView(view);
  }

  /** Saves a view, and requests its answer from the host. */
  #showView(view: InsideView): void {
    if (view.topic !== this.#state.view.topic) scrollTo(0, 0);
    this.#saveState({ view });
    this.#controls.show(view);
    this.#markOutdated(false);
    this.#host.post({ type: 'show', view });
  }

  #saveState(change: Partial<InsideState>): void {
    this.#state = { ...this.#state, ...change };
    this.#host.saveState(this.#state);
  }

  #markOutdated(isPaused: boolean): void {
    this.element.classList.add('outdated');
    this.#body.setAttribute('aria-busy', String(!isPaused));
    const state = isPaused ? l10n.t('models paused') : l10n.t('updating…');
    this.#title.textContent = this.#answerTitle === '' ? state : `${this.#answerTitle} · ${state}`;
  }

  #displayAnswer(view: HTMLElement, title: string): void {
    this.element.classList.remove('outdated');
    this.#body.removeAttribute('aria-busy');
    this.#notice.hide();
    this.#answerTitle = title;
    this.#title.textContent = title;
    if (this.#body.firstChild !== view) this.#body.replaceChildren(view);
  }

  /** Shows a text in place of an answer. */
  #showNotice(text: string, canRetry = false): void {
    this.element.classList.remove('outdated');
    this.#body.replaceChildren();
    this.#answerTitle = this.#title.textContent = '';
    this.#notice.show(text, canRetry);
  }

  #tryAgain(): void {
    this.#showNotice(l10n.t('Reading…'));
    this.#host.post({ type: 'try again' });
  }
}
