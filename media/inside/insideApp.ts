import * as l10n from '@vscode/l10n';
import type { InsideHostMessage, InsidePageMessage, InsideView } from '../../src/contracts/insidePage';
import type { ModelSpec } from '../../src/core/models/modelSpec';
import { element } from '../common/element';
import { InsideControls } from './insideControls';
import { fitting, restoreState, type SavedState } from './savedState';
import { NextTokenView } from './nextTokenView';
import { PositionsView } from './positionsView';
import { SimilarityView } from './similarityView';
import { StepsView } from './stepsView';

interface Host {
  post(message: InsidePageMessage): void;
  keep(state: SavedState): void;
}

type Models = Extract<InsideHostMessage, { type: 'models' }>;
type Answer = Extract<InsideHostMessage, { view: InsideView }>;

/** The whole page: controls, and the topic on show. */
export class InsideApp {
  readonly element: HTMLElement;
  readonly #host: Host;
  readonly #specs: readonly ModelSpec[];
  readonly #controls: InsideControls;
  readonly #title = element('p', 'title');
  readonly #notice = element('p', 'notice');
  readonly #body = element('div', 'body');
  readonly #nextToken: NextTokenView;
  readonly #similarity: SimilarityView;
  readonly #steps: StepsView;
  readonly #positions: PositionsView;
  #kept: SavedState;
  #titled = '';

  /** @param state what the page kept before, if anything */
  constructor({ models, topic }: Models, state: unknown, host: Host) {
    this.#host = host;
    this.#specs = models;
    this.#kept = restoreState(state, models, topic);
    this.#controls = new InsideControls(models, (change) => this.#change(change));
    this.#nextToken = new NextTokenView(this.#kept.sampling, (sampling) => this.#keep({ sampling }));
    this.#similarity = new SimilarityView(this.#kept, {
      change: (options) => this.#keep(options),
      select: (span) => host.post({ type: 'select', span }),
    });
    this.#steps = new StepsView({
      row: (row) => host.post({ type: 'row', row }),
      head: (head) => this.#change({ head }),
    });
    this.#positions = new PositionsView(() => host.post({ type: 'shuffle' }));
    this.#notice.setAttribute('role', 'status');
    this.element = element(
      'main',
      'panel',
      element('h1', 'for-readers', l10n.t('Inside the model')),
      this.#controls.element,
      this.#notice,
      this.#title,
      this.#body,
    );
    this.#say(l10n.t('Reading…'));
    this.#show(this.#kept.view);
  }

  receive(message: Exclude<InsideHostMessage, { type: 'models' }>): void {
    switch (message.type) {
      case 'caret':
        return this.#similarity.moveCaret(message.caret);
      case 'outdated':
        return this.#outdate(message.isPaused);
      case 'message':
        return this.#say(message.text);
      default:
        // An answer to what was picked before.
        if (sameView(message.view, this.#kept.view)) this.#showAnswer(message);
    }
  }

  themeChanged(): void {
    this.#similarity.themeChanged();
    this.#positions.themeChanged();
  }

  #showAnswer(message: Answer): void {
    switch (message.type) {
      case 'next token':
        this.#nextToken.show(message);
        return this.#settle(this.#nextToken.element, message.title);
      case 'similarity':
        this.#similarity.show(message);
        return this.#settle(this.#similarity.element, message.title);
      case 'steps':
        this.#steps.show(message);
        return this.#settle(this.#steps.element, message.title);
      case 'positions':
        this.#positions.show(message);
        return this.#settle(this.#positions.element, '');
      case 'shuffled':
        return this.#positions.showMoved(message.moved);
    }
  }

  #change(change: Partial<InsideView>): void {
    this.#show(fitting({ ...this.#kept.view, ...change }, this.#specs));
  }

  #show(view: InsideView): void {
    if (view.topic !== this.#kept.view.topic) scrollTo(0, 0);
    this.#keep({ view });
    this.#controls.show(view);
    this.#outdate(false);
    this.#host.post({ type: 'show', view });
  }

  #keep(change: Partial<SavedState>): void {
    this.#kept = { ...this.#kept, ...change };
    this.#host.keep(this.#kept);
  }

  #outdate(isPaused: boolean): void {
    this.element.classList.add('outdated');
    this.#body.setAttribute('aria-busy', String(!isPaused));
    const state = isPaused ? l10n.t('the models rest') : l10n.t('updating…');
    this.#title.textContent = this.#titled === '' ? state : `${this.#titled} · ${state}`;
  }

  #settle(shown: HTMLElement, title: string): void {
    this.element.classList.remove('outdated');
    this.#body.removeAttribute('aria-busy');
    this.#notice.hidden = true;
    this.#titled = title;
    this.#title.textContent = title;
    if (this.#body.firstChild !== shown) this.#body.replaceChildren(shown);
  }

  #say(text: string): void {
    this.element.classList.remove('outdated');
    this.#body.replaceChildren();
    this.#titled = this.#title.textContent = '';
    this.#notice.hidden = false;
    this.#notice.textContent = text;
  }
}

function sameView(a: InsideView, b: InsideView): boolean {
  return a.topic === b.topic && a.model === b.model && a.depth === b.depth && a.layer === b.layer && a.head === b.head;
}
