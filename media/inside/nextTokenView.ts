import * as l10n from '@vscode/l10n';
import type { NextToken } from '../../src/contracts/insideRequests';
import type { InsideHostMessage } from '../../src/contracts/insidePageMessages';
import { candidateCount, samplingProbabilities, type Sampling } from '../../src/core/completion/temperatureTopKAndTopP';
import { entropyOf } from '../../src/core/completion/entropyInBits';
import { element } from '../common/element';
import { SamplingSliders } from './samplingSliders';
import { tokenText } from './showSpaceBeforeWord';
import { percent } from './probabilityAsPercent';

type NextTokenAnswer = Extract<InsideHostMessage, { type: 'next token' }>;

/** Tokens that are listed at first, and those that each click of the button adds. */
const FIRST = 20;
const MORE = 200;
/** Tokens of the n-gram. */
const NGRAM_TOKENS = 10;

/** The distribution of the next token as bars, which the sampling sliders move live, beside the n-gram's. */
export class NextTokenView {
  readonly element: HTMLElement;
  readonly #left = element('p', 'left');
  readonly #sliders: SamplingSliders;
  readonly #summary = element('p', 'summary');
  readonly #actual = element('p', 'written');
  readonly #bars = element('ol', 'bars');
  readonly #more = element('button', 'more');
  readonly #ngram = element('section', 'ngram');
  #answer: NextTokenAnswer | undefined;
  /** Tokens to list. */
  #count = FIRST;

  /** @param changed called with the new sampling when a slider moves */
  constructor(sampling: Sampling, changed: (sampling: Sampling) => void) {
    this.#sliders = new SamplingSliders(sampling, (newSampling) => {
      changed(newSampling);
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
      this.#actual,
      element('div', 'columns', element('div', '', this.#bars, this.#more), this.#ngram),
    );
  }

  show(answer: NextTokenAnswer): void {
    this.#answer = answer;
    this.#count = FIRST;
    this.#left.replaceChildren(
      answer.left === '' ? l10n.t('At the beginning of the text') : answer.left.replace(/\n+/g, ' ⏎ '),
      element('mark', '', l10n.t('next token?')),
    );
    this.#showNgram(answer.ngram);
    this.#render();
  }

  #render(): void {
    if (!this.#answer) return;
    const { next, actual } = this.#answer;
    const { texts, logProbabilities, unseen } = next;
    this.#sliders.element.hidden = unseen !== undefined;
    if (unseen !== undefined) {
      this.#summary.textContent = l10n.t(
        'The likeliest {0} tokens are listed; all others together have {1}. As these are not known one by one, nothing can be drawn here.',
        texts.length.toLocaleString(),
        percent(unseen),
      );
      this.#showActual(next, actual);
      this.#listTokens(next, logProbabilities.map(Math.exp), actual);
      return;
    }
    const { sampling } = this.#sliders;
    this.#sliders.show(texts.length);
    const probabilities = samplingProbabilities(logProbabilities, sampling);
    const candidates = candidateCount(logProbabilities, sampling);
    this.#summary.textContent = [
      l10n.t('{0} of {1} tokens can be drawn', candidates.toLocaleString(), texts.length.toLocaleString()),
      l10n.t('entropy {0} bits', entropyOf(probabilities).toFixed(2)),
    ].join(' · ');
    this.#showActual(next, actual);
    this.#listTokens(next, probabilities, actual);
  }

  /** Names the token that follows the caret in the text. */
  #showActual({ texts, logProbabilities }: NextToken, actual: number | undefined): void {
    this.#actual.hidden = actual === undefined;
    if (actual === undefined) return;
    this.#actual.textContent = l10n.t(
      'Your text continues with {0}: rank {1}, probability {2}.',
      `“${tokenText(texts[actual]!)}”`,
      (actual + 1).toLocaleString(),
      percent(Math.exp(logProbabilities[actual]!)),
    );
  }

  /** @param probabilities of the tokens under the sampling, likeliest first */
  #listTokens({ texts, logProbabilities }: NextToken, probabilities: Float32Array, actual: number | undefined): void {
    const listed = Math.min(this.#count, texts.length);
    const top = Math.max(probabilities[0]!, Math.exp(logProbabilities[0]!));
    const bars = Array.from({ length: listed }, (_, token) =>
      bar(texts[token]!, probabilities[token]!, Math.exp(logProbabilities[token]!), top, token === actual),
    );
    this.#bars.replaceChildren(...bars);
    const rest = probabilities.subarray(listed).reduce((sum, probability) => sum + probability, 0);
    const others = (texts.length - listed).toLocaleString();
    this.#more.hidden = listed === texts.length;
    this.#more.textContent = l10n.t('{0} more tokens, together {1}', others, percent(rest));
  }

  #showNgram(ngram: NextToken | undefined): void {
    this.#ngram.hidden = !ngram;
    if (!ngram) return;
    const top = Math.exp(ngram.logProbabilities[0]!);
    const bars = ngram.texts.slice(0, NGRAM_TOKENS).map((text, token) => {
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
 * A token's bar.
 *
 * @param original the probability before sampling, drawn pale behind `probability`
 * @param top the probability of the widest bar
 * @param isActual whether the token follows the caret in the text
 */
function bar(text: string, probability: number, original: number, top: number, isActual = false): HTMLElement {
  const track = element('span', 'track', element('span', 'original'), element('span', 'now'));
  track.style.setProperty('--original', String(original / top));
  track.style.setProperty('--now', String(probability / top));
  const item = element(
    'li',
    [probability === 0 ? 'cut' : '', isActual ? 'own' : ''].join(' ').trim(),
    element('code', 'token', tokenText(text)),
    track,
    element('span', 'value', probability === 0 ? '–' : percent(probability)),
  );
  item.title = l10n.t('{0} before sampling', percent(original));
  return item;
}
