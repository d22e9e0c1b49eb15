import type { Span } from '../../core/text/span';
import { tokensIn, windowAround } from '../../core/tokens/contextWindow';
import type { Tokens } from '../../core/tokens/tokenSpans';
import { noProbabilitiesError } from '../generation/noProbabilitiesError';
import { logSumExp } from '../generation/topTokens';
import type { LoadedModel } from '../models/loadedModel';
import { modelInputs } from '../models/inputTensors';
import { runOutputs } from '../models/runForOutputs';
import type { Turn } from '../requestScheduler';
import type { Tokenizer } from '../tokens/tokenizer';

/** Most tokens that a masked model reads around a word, special tokens included. */
const WINDOW_TOKENS = 256;
/** WordPiece writes this before a piece that continues a word. */
const CONTINUATION = '##';
/** Byte-level BPE and Unigram write one of these for the space before a word. */
const SPACES = ['Ġ', '▁'];

/** Predicts words of a text with a masked model, which sees both sides of them. */
export class MaskedWords {
  readonly #model: LoadedModel;
  readonly #maskId: number;
  readonly #tokens: Tokens;
  readonly #turn: Turn;

  /** @throws when the model has no masked-language-model head. Each pass takes a turn. */
  constructor(model: LoadedModel, text: string, turn: Turn) {
    const { mask } = model.tokenizer;
    if (mask === undefined || !model.session.outputNames.includes('logits')) throw new Error(noMask(model.spec.label));
    this.#model = model;
    this.#maskId = mask;
    this.#turn = turn;
    this.#tokens = model.tokenizer.encode(text);
  }

  /**
   * −log₂ of the probability of the tokens in `span`, each given both sides of the span and the span's tokens before
   * it. The tokens after it in the span are masked, since they would give it away (Kauf & Ivanova 2023, “A Better Way
   * to Do Masked Language Model Scoring”). Undefined when the span has no token.
   */
  async bits(span: Span): Promise<number | undefined> {
    const { from, to } = tokensIn(this.#tokens, span);
    if (from === to) return undefined;
    let bits = 0;
    for (let token = from; token < to; token++) {
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
    const room = Math.min(WINDOW_TOKENS, spec.contextLength ?? WINDOW_TOKENS) - this.#tokens.specialTokens;
    const window = windowAround(this.#tokens, this.#tokens.starts[token]! + 1, room);
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

/** Words by tokenizer: those with a space before them, and those without. */
const cache = new WeakMap<Tokenizer, Map<boolean, readonly string[]>>();

/**
 * The word that each token is [vocabulary], if it has a space before it as `hasSpace` says; '' for all other tokens.
 */
function vocabularyWords(tokenizer: Tokenizer, hasSpace: boolean): readonly string[] {
  const cached = cache.get(tokenizer) ?? new Map<boolean, readonly string[]>();
  cache.set(tokenizer, cached);
  const words =
    cached.get(hasSpace) ?? Array.from({ length: tokenizer.size }, (_, id) => wordOf(tokenizer, id, hasSpace));
  cached.set(hasSpace, words);
  return words;
}

function wordOf(tokenizer: Tokenizer, id: number, hasSpace: boolean): string {
  const piece = tokenizer.piece(id);
  if (tokenizer.isSpecial(id) || piece.startsWith(CONTINUATION) || startsWithSpace(piece) !== hasSpace) return '';
  const bytes = tokenizer.vocabularyBytes[id];
  const text = bytes === undefined ? piece.replace(SPACES[1]!, '') : Buffer.from(bytes, 'latin1').toString().trim();
  return text.includes('\ufffd') ? '' : text;
}

function startsWithSpace(piece: string): boolean {
  return SPACES.some((space) => piece.startsWith(space));
}

function noMask(label: string): string {
  return (
    `${label} cannot predict a word from both sides: it has no masked-language-model head. Choose a model whose ` +
    'config.json names one, such as BertForMaskedLM, or prompt-bert.'
  );
}
