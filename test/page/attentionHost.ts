import type { Attention } from '../../src/contracts/attentionRequests';
import type { Inference } from '../../src/contracts/inference';
import type { AttentionPageMessage, AttentionView } from '../../src/contracts/attentionPageMessages';
import { mapsOfView } from '../../src/core/attention/layersAtSameDepth';
import { embeddedModels } from '../../src/core/models/embeddedModels';
import type { ModelSpec } from '../../src/core/models/modelSpec';
import { unhurried } from '../helpers/inferences';
import type { PageWindow } from './pageWindow';

/** Answers the attention page as the extension does, over one unchanging text and with the real models. */
export class AttentionHost {
  readonly #inference: Inference;
  readonly #window: { readonly text: string; readonly focus: number; readonly windowTokens: number };
  readonly #specs: readonly ModelSpec[];
  readonly #strings: Readonly<Record<string, string>> | undefined;
  /** The last maps that were sent, and their view. */
  maps: readonly Attention[] = [];
  view: AttentionView | undefined;

  constructor(
    inference: Inference,
    text: string,
    {
      focus = text.length,
      windowTokens = 64,
      strings = undefined as Record<string, string> | undefined,
      specs = embeddedModels,
    } = {},
  ) {
    this.#inference = inference;
    this.#window = { text, focus, windowTokens };
    this.#strings = strings;
    this.#specs = specs;
  }

  receive = async (message: AttentionPageMessage, page: PageWindow): Promise<void> => {
    if (message.type === 'ready')
      await page.post({ type: 'models', models: this.#specs, strings: this.#strings, environment: 'editor' });
    if (message.type === 'show') await this.#show(message.view, page);
  };

  async #show(view: AttentionView, page: PageWindow): Promise<void> {
    const { models, part } = view;
    const windowTokens = view.windowTokens ?? this.#window.windowTokens;
    const request = { ...this.#window, windowTokens, models, part };
    const specs = models.map((model) => this.#specs.find(({ id }) => id === model)!);
    const selections = mapsOfView(view, specs);
    const maps = await this.#inference.attend({ ...request, selections }, unhurried);
    this.maps = maps;
    this.view = view;
    await page.post({ type: 'maps', view, title: 'prompt.md', maps, windowTokens, caret: this.#window.focus });
    if (!view.allHeads) return;
    await page.post({
      type: 'surveys',
      surveys: await this.#inference.surveyHeads(request, unhurried),
    });
  }
}
