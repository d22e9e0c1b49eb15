import * as l10n from '@vscode/l10n';
import type { NextToken } from '../../src/contracts/inside';
import type { InsideHostMessage } from '../../src/contracts/insidePage';
import { candidateCount, samplingProbabilities, entropyOf, type Sampling } from '../../src/core/completion/sampling';
import { element } from '../common/element';
import { visiblePiece } from '../common/visiblePiece';
import { SamplingSliders } from './samplingSliders';

type Message = Extract<InsideHostMessage, { type: 'next token' }>;

const FIRST = 20;
const MORE = 200;
/** Tokens of the n-gram's guess. */
const GUESSES = 10;

/** The whole distribution of what comes next as bars, moved live by the sliders of sampling, and the n-gram's beside it. */
export class NextTokenView {
  readonly element: HTMLElement;
  readonly #left = element('p', 'left');
  readonly #sliders: SamplingSliders;
  readonly #summary = element('p', 'summary');
  readonly #written = element('p', 'written');
  readonly #bars = element('ol', 'bars');
  readonly #more = element('button', 'more');
  readonly #ngram = element('section', 'ngram');
  #message: Message | undefined;
  #count = FIRST;

  constructor(sampling: Sampling, changed: (sampling: Sampling) => void) {
    this.#sliders = new SamplingSliders(sampling, (now) => {
      changed(now);
      this.#render();
    });
    this.#summary.setAttribute('role', 'status');
    this.#more.addEventListener('click', () => {
      this.#count += MORE;
      this.#render();
    });
    this.element = element(
      'section',
      'next-token',
      this.#left,
      this.#sliders.element,
      this.#summary,
      this.#written,
      element('div', 'columns', element('div', '', this.#bars, this.#more), this.#ngram),
    );
  }

  show(message: Message): void {
    this.#message = message;
    this.#count = FIRST;
    this.#left.replaceChildren(
      message.left === '' ? l10n.t('At the very beginning') : message.left.replace(/\n+/g, ' ⏎ '),
      element('mark', '', l10n.t('next token?')),
    );
    this.#showNgram(message.ngram);
    this.#render();
  }

  #render(): void {
    if (!this.#message) return;
    const { texts, logProbabilities } = this.#message.next;
    const { written } = this.#message;
    const { sampling } = this.#sliders;
    this.#sliders.show(texts.length);
    const probabilities = samplingProbabilities(logProbabilities, sampling);
    const count = candidateCount(logProbabilities, sampling);
    const listed = Math.min(this.#count, texts.length);
    const top = Math.max(probabilities[0]!, Math.exp(logProbabilities[0]!));
    const bars = Array.from({ length: listed }, (_, token) =>
      bar(texts[token]!, probabilities[token]!, Math.exp(logProbabilities[token]!), top, token === written),
    );
    this.#bars.replaceChildren(...bars);
    const rest = probabilities.subarray(listed).reduce((sum, p) => sum + p, 0);
    this.#summary.textContent = [
      l10n.t('{0} of {1} tokens can be drawn', count.toLocaleString(), texts.length.toLocaleString()),
      l10n.t('entropy {0} bits', entropyOf(probabilities).toFixed(2)),
    ].join(' · ');
    this.#written.hidden = written === undefined;
    if (written !== undefined) {
      const [token, place] = [`“${shownToken(texts[written]!)}”`, (written + 1).toLocaleString()];
      const chance = percent(Math.exp(logProbabilities[written]!));
      this.#written.textContent = l10n.t(
        'Your text goes on with {0}: number {1}, {2} as the model has it.',
        token,
        place,
        chance,
      );
    }
    this.#more.hidden = listed === texts.length;
    const others = (texts.length - listed).toLocaleString();
    this.#more.textContent = l10n.t('{0} more tokens, together {1}', others, percent(rest));
  }

  #showNgram(ngram: NextToken | undefined): void {
    this.#ngram.hidden = !ngram;
    if (!ngram) return;
    const top = Math.exp(ngram.logProbabilities[0]!);
    const bars = ngram.texts.slice(0, GUESSES).map((text, token) => {
      const probability = Math.exp(ngram.logProbabilities[token]!);
      return bar(text, probability, probability, top);
    });
    this.#ngram.replaceChildren(
      element('h2', '', l10n.t('What an n-gram expects')),
      element(
        'p',
        '',
        l10n.t('It counts what followed the last four tokens in its training text, and sees nothing before.'),
      ),
      element('ol', 'bars', ...bars),
    );
  }
}

/**
 * @param original the probability before sampling, drawn pale behind it
 * @param isWritten whether the writer went on with it
 */
function bar(text: string, probability: number, original: number, top: number, isWritten = false): HTMLElement {
  const track = element('span', 'track', element('span', 'original'), element('span', 'now'));
  track.style.setProperty('--original', String(original / top));
  track.style.setProperty('--now', String(probability / top));
  const line = element(
    'li',
    [probability === 0 ? 'cut' : '', isWritten ? 'own' : ''].join(' ').trim(),
    element('code', 'token', shownToken(text)),
    track,
    element('span', 'value', probability === 0 ? '–' : percent(probability)),
  );
  line.title = l10n.t('{0} as the model has it', percent(original));
  return line;
}

/** A blank before a word is what tells it from the rest of one. */
function shownToken(text: string): string {
  return text.startsWith(' ') && text.trim() !== '' ? `␣${visiblePiece(text)}` : visiblePiece(text);
}

function percent(probability: number): string {
  const share = probability * 100;
  return share >= 0.095 ? `${share.toFixed(1)}%` : share === 0 ? '0%' : '<0.1%';
}
