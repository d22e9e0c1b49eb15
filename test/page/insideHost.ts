import type * as vscode from 'vscode';
import type { Inference } from '../../src/contracts/inference';
import type { InsideHostMessage, InsidePageMessage, InsideView, Topic } from '../../src/contracts/insidePageMessages';
import { embeddedModels } from '../../src/core/models/embeddedModels';
import type { ModelSpec } from '../../src/core/models/modelSpec';
import { answerQuestion } from '../../src/features/inside/answerOfEachTopic';
import { isSameTokenList } from '../../src/features/inside/keepChosenToken';
import { shuffleEffect } from '../../src/features/inside/measureShuffleEffect';
import { unhurried } from '../helpers/inferences';
import { seeded } from '../helpers/random';
import type { PageWindow } from './pageWindow';

export type InsideWindow = PageWindow<InsideHostMessage, InsidePageMessage>;

const silentLog = { warn: () => undefined } as unknown as vscode.LogOutputChannel;

/** Answers the page of a model's internals as the extension does, over one unchanging text and with the real models. */
export class InsideHost {
  readonly #inference: Inference;
  readonly #text: string;
  readonly #focus: number;
  readonly #windowTokens: number;
  readonly #specs: readonly ModelSpec[];
  readonly #topic: Topic | undefined;
  /** The last answer that was sent. */
  lastAnswer: InsideHostMessage | undefined;
  #view: InsideView | undefined;
  #row: number | undefined;

  constructor(
    inference: Inference,
    text: string,
    { focus = text.length, windowTokens = 64, specs = embeddedModels, topic = undefined as Topic | undefined } = {},
  ) {
    this.#inference = inference;
    this.#text = text;
    this.#focus = focus;
    this.#windowTokens = windowTokens;
    this.#specs = specs;
    this.#topic = topic;
  }

  receive = async (message: InsidePageMessage, page: InsideWindow): Promise<void> => {
    if (message.type === 'ready')
      await page.post({ type: 'models', models: this.#specs, strings: undefined, topic: this.#topic });
    if (message.type === 'show') {
      if (!isSameTokenList(this.#view, message.view)) this.#row = undefined;
      await this.#show((this.#view = message.view), page);
    }
    if (message.type === 'row') {
      this.#row = message.row;
      await this.#show(this.#view!, page);
    }
    if (message.type === 'shuffle') await this.#shuffle(this.#view!, page);
  };

  async #show(view: InsideView, page: InsideWindow): Promise<void> {
    const [left, right] = [this.#text.slice(0, this.#focus), this.#text.slice(this.#focus)];
    const row = this.#row;
    const question = { view, title: 'prompt.md', window: this.#windowOf(view), caret: this.#focus, left, right, row };
    this.lastAnswer = await answerQuestion(this.#inference, question, silentLog, unhurried);
    await page.post(this.lastAnswer);
  }

  async #shuffle(view: InsideView, page: InsideWindow): Promise<void> {
    const spec = this.#specs.find(({ id }) => id === view.model)!;
    const effect = await shuffleEffect(this.#inference, this.#windowOf(view), spec, seeded(5), unhurried);
    await page.post({ type: 'shuffled', view, effect });
  }

  #windowOf({ model }: InsideView) {
    return { model, text: this.#text, focus: this.#focus, windowTokens: this.#windowTokens };
  }
}
