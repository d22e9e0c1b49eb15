import * as l10n from '@vscode/l10n';
import { element } from './element';

/** A text in place of a page's content, with a button to try again where only the reader decides that. */
export class Notice {
  readonly element = element('div', 'notice');
  readonly #text = element('p');
  readonly #retry = element('button', 'retry', l10n.t('Try again'));

  constructor(retry: () => void) {
    this.element.setAttribute('role', 'status');
    this.#retry.addEventListener('click', retry);
    this.element.append(this.#text, this.#retry);
  }

  show(text: string, canRetry = false): void {
    this.element.hidden = false;
    this.#text.textContent = text;
    this.#retry.hidden = !canRetry;
  }

  hide(): void {
    this.element.hidden = true;
  }
}
