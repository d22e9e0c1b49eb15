import type { Span } from '../../core/text/span';
import { windowAround } from '../../core/tokens/centreWindowOnCaret';
import { tokensIn, type Tokens } from '../../core/tokens/tokenSpans';
import { noProbabilitiesError } from '../generation/damagedWeightsError';
import { logSumExp } from '../generation/topTokens';
import type { LoadedModel } from '../models/loadedModel';
import { modelInputs } from '../models/inputTensors';
import { runOutputs } from '../models/runForOutputs';
import type { Turn } from '../requestScheduler';
import { maskedModelWindow, WINDOW_TOKENS } from './maskedModelWindow';
import { maskIdOrRefuse } from './refuseModelWithoutMask';
import { startsWithSpace, vocabularyWords } from './singleTokenWords';

/** Predicts words of a text with a masked model, which sees both sides of them. */
export class MaskedWords {
  readonly #model: LoadedModel;
  readonly #maskId: number;
  readonly #tokens: Tokens;
  readonly #turn: Turn;

  readonly #windowTokens: number;

  /**
   * Each pass takes a turn. Throws when the model has no masked-language-model head.
   *
   * @param windowTokens how many tokens the model reads around a word at most, special tokens included
   */
  constructor(model: LoadedModel, text: string, turn: Turn, windowTokens = WINDOW_TOKENS) {
    this.#windowTokens = windowTokens;
    this.#maskId = maskIdOrRefuse(model);
    this.#model = model;
    this.#turn = turn;
    this.#tokens = model.tokenizer.encode(text);
  }

  /**
   * −log₂ of the probability of the tokens in `span`, each given both sides of the span and the span's tokens before
   * it. The tokens after it in the span are masked, since they would give it away (Kauf & Ivanova 2023, “A Better Way
   * to Do Masked Language Model Scoring”). Undefined when the span has no token.
   *
   * @param most stops once it is more, and returns as much as it is by then
   */
  async bits(span: Span, most = Infinity): Promise<number | undefined> {
    const { from, to } = tokensIn(this.#tokens, span);
    if (from === to) return undefined;
    let bits = 0;
    for (let token = from; token < to && bits <= most; token++) {
      const logits = await this.#logitsAt(token, to);
      bits += (logSumExp(logits) - logits[this.#tokens.ids[token]!]!) * Math.LOG2E;
    }
    return bits;
  }

  /**
   * Probability of each single-token word in place of `span`, given both sides of it. Undefined when the span has no
   * token.
   */
  async words(span: Span): Promise<ReadonlyMap<string, number> | undefined> {
    const { from, to } = tokensIn(this.#tokens, span);
    if (from === to) return undefined;
    const logits = await this.#logitsAt(from, to, 1);
    const total = logSumExp(logits);
    const first = this.#model.tokenizer.piece(this.#tokens.ids[from]!);
    const words = new Map<string, number>();
    vocabularyWords(this.#model.tokenizer, startsWithSpace(first)).forEach((word, id) => {
      if (word !== '') words.set(word, (words.get(word) ?? 0) + Math.exp(logits[id]! - total));
    });
    return words;
  }

  /**
   * Logits at `token` when the tokens from `token` to `to` are replaced by masks [vocabulary].
   *
   * @param masks how many masks replace them
   */
  async #logitsAt(token: number, to: number, masks = to - token): Promise<Float32Array> {
    const { tokenizer, spec, session } = this.#model;
    const room = maskedModelWindow(spec, this.#windowTokens) - this.#tokens.specialTokens;
    const window = windowAround(this.#tokens, this.#tokens.starts[token]! + 1, room, true);
    const ids = [
      ...this.#tokens.ids.subarray(window.from, token),
      ...Array<number>(Math.min(masks, window.to - token)).fill(this.#maskId),
      ...this.#tokens.ids.subarray(Math.min(to, window.to), window.to),
    ];
    const read = tokenizer.withSpecialTokens(Int32Array.from(ids));
    const { logits } = await this.#turn(() => runOutputs(session, modelInputs(session, read.ids), ['logits']));
    const width = logits!.dims.at(-1)!;
    const row = read.before + token - window.from;
    const values = (logits!.data as Float32Array).slice(row * width, (row + 1) * width);
    if (values.some(Number.isNaN)) throw noProbabilitiesError();
    return values;
  }
}
