import { tokensIn, windowAround } from '../../core/tokens/contextWindow';
import type { Span } from '../../core/text/span';
import type { Tokens } from '../../core/tokens/tokens';
import { logSumExp } from '../generation/topTokens';
import { NO_PROBABILITIES } from '../generation/noProbabilitiesError';
import { modelInputs } from '../models/modelInputs';
import type { Turn } from '../scheduler';
import type { LoadedModel } from '../models/loadedModel';
import { runOutputs } from '../models/runOutputs';
import type { Tokenizer } from '../tokens/tokenizer';

/** Tokens around a word that a masked model is shown, special ones included. */
const WINDOW = 256;
const CONTINUATION = '##';
/** What byte-level BPE and Unigram write for a space before a word. */
const SPACES = ['Ġ', '▁'];

/** What a masked model expects where a word stands, given what is on both sides of it. */
export class MaskedWords {
  readonly #model: LoadedModel;
  readonly #mask: number;
  readonly #tokens: Tokens;
  readonly #turn: Turn;

  /** Throws when the model cannot fill in a mask. Each pass is run as a turn. */
  constructor(model: LoadedModel, text: string, turn: Turn) {
    const { mask } = model.tokenizer;
    if (mask === undefined || !model.session.outputNames.includes('logits')) throw new Error(noMask(model.spec.label));
    this.#model = model;
    this.#mask = mask;
    this.#turn = turn;
    this.#tokens = model.tokenizer.encode(text);
  }

  /**
   * −log₂ of the probability of the tokens in `span`, each given both sides of the span and the span's tokens before it:
   * those behind it are masked, for they would give it away (Kauf & Ivanova 2023, “A Better Way to Do Masked Language Model
   * Scoring”). Undefined when the span has no token.
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

  /** Probability of each word that is one token, given that one token stands in place of `span`; undefined as above. */
  async words(span: Span): Promise<ReadonlyMap<string, number> | undefined> {
    const { from, to } = tokensIn(this.#tokens, span);
    if (from === to) return undefined;
    const logits = await this.#logitsAt(from, to, 1);
    const total = logSumExp(logits);
    const first = this.#model.tokenizer.piece(this.#tokens.ids[from]!);
    const words = new Map<string, number>();
    wordsOf(this.#model.tokenizer, first).forEach((word, id) => {
      if (word !== '') words.set(word, (words.get(word) ?? 0) + Math.exp(logits[id]! - total));
    });
    return words;
  }

  /** Logits where `token` stands when it is masked, and those behind it up to `to`, or only as many as are told. */
  async #logitsAt(token: number, to: number, masks = to - token): Promise<Float32Array> {
    const { tokenizer, spec, session } = this.#model;
    const room = Math.min(WINDOW, spec.contextLength ?? WINDOW) - this.#tokens.specialTokens;
    const window = windowAround(this.#tokens, this.#tokens.starts[token]! + 1, room);
    const ids = [
      ...this.#tokens.ids.subarray(window.from, token),
      ...Array<number>(Math.min(masks, window.to - token)).fill(this.#mask),
      ...this.#tokens.ids.subarray(Math.min(to, window.to), window.to),
    ];
    const read = tokenizer.withSpecialTokens(Int32Array.from(ids));
    const { logits } = await this.#turn(() => runOutputs(session, modelInputs(session, read.ids), ['logits']));
    const width = logits!.dims.at(-1)!;
    const row = read.before + token - window.from;
    const values = (logits!.data as Float32Array).slice(row * width, (row + 1) * width);
    if (values.some(Number.isNaN)) throw new Error(NO_PROBABILITIES);
    return values;
  }
}

const known = new WeakMap<Tokenizer, Map<boolean, readonly string[]>>();

/** The word that each token is [vocabulary], when it begins as the piece `like` does; '' for parts of words. */
function wordsOf(tokenizer: Tokenizer, like: string): readonly string[] {
  const isSpaced = SPACES.some((space) => like.startsWith(space));
  const ofTokenizer = known.get(tokenizer) ?? new Map<boolean, readonly string[]>();
  known.set(tokenizer, ofTokenizer);
  const words =
    ofTokenizer.get(isSpaced) ?? Array.from({ length: tokenizer.size }, (_, id) => wordOf(tokenizer, id, isSpaced));
  ofTokenizer.set(isSpaced, words);
  return words;
}

function wordOf(tokenizer: Tokenizer, id: number, isSpaced: boolean): string {
  const piece = tokenizer.piece(id);
  const hasSpace = SPACES.some((space) => piece.startsWith(space));
  if (tokenizer.isSpecial(id) || piece.startsWith(CONTINUATION) || hasSpace !== isSpaced) return '';
  const bytes = tokenizer.vocabularyBytes[id];
  const text = bytes === undefined ? piece.replace(SPACES[1]!, '') : Buffer.from(bytes, 'latin1').toString().trim();
  return text.includes('\ufffd') ? '' : text;
}

function noMask(label: string): string {
  return (
    `${label} cannot tell what it expects from both sides: it has no masked-language-model head. Choose a model whose ` +
    'config.json names one, such as BertForMaskedLM, or prompt-bert.'
  );
}
