import type { Influence, InfluenceRequest } from '../../contracts/expectationRequests';
import { divergenceOf } from '../../core/expectation/jensenShannonDivergence';
import { applyChange, INFLUENCE_CHANGES } from '../../core/expectation/removeOrMovePassage';
import { TOP_TOKENS } from '../../core/expectation/howManyLikeliestTokens';
import { trimTrailingBlanks } from '../../core/inside/leaveOutBlanksBeforeCaret';
import type { Span } from '../../core/text/span';
import type { CausalModel } from '../generation/causalModel';
import { tokenTexts } from '../generation/tokenTexts';
import { logSumExp, topTokens } from '../generation/topTokens';
import { refusePassageBeforeContextWindow } from '../../core/expectation/refusePassageBeforeContextWindow';
import { refuseTooLongAnswer } from './refuseTooLongAnswer';

/** How many tokens more a text may have after a part of it was moved. */
const SPARE_TOKENS = 16;

/** What a causal model predicts after a text. */
interface Prediction {
  /**
   * Distribution at each position of the answer, or of the next token when the answer is empty [positions, vocabulary].
   */
  readonly distributions: readonly Float32Array[];
  /** −log₂ of the joint probability of the answer's tokens. */
  readonly answerBits: number;
  /** Texts and probabilities of the likeliest next tokens, likeliest first [TOP_TOKENS]. */
  readonly likeliest: readonly string[];
  readonly probabilities: Float32Array;
}

/** The part of a text that a model can read before an answer. */
interface InfluenceInput {
  readonly text: string;
  /** The span whose influence is measured, in `text`. */
  readonly span: Span;
  readonly answerIds: Int32Array;
}

/**
 * Measures how each change of a span changes the distribution after the text, one change after the other. Throws when
 * the answer is too long or the span stands before the context window.
 */
export async function measureInfluence(
  model: CausalModel,
  request: InfluenceRequest,
  onProgress: (share: number) => void = () => undefined,
): Promise<Influence> {
  const { text, span, answerIds } = inputWithin(model, request);
  const original = await predict(model, text, answerIds);
  onProgress(1 / (INFLUENCE_CHANGES.length + 1));
  const changes: Influence['changes'][number][] = [];
  for (const change of INFLUENCE_CHANGES) {
    const changed = await predict(model, applyChange(text, span, change), answerIds);
    const { likeliest, probabilities } = changed;
    const divergence = meanDivergence(original, changed);
    const answerBits = changed.answerBits - original.answerBits;
    changes.push({ change, divergence, answerBits, likeliest, probabilities });
    onProgress((changes.length + 1) / (INFLUENCE_CHANGES.length + 1));
  }
  const { likeliest, probabilities, answerBits } = original;
  return { likeliest, probabilities, answerBits, answerTokens: answerIds.length, changes };
}

function inputWithin({ tokenizer, contextLength }: CausalModel, request: InfluenceRequest): InfluenceInput {
  const { start, end, answer } = request;
  // A trailing blank belongs to the first token of the answer.
  const text = trimTrailingBlanks(request.text);
  const blank = request.text.slice(text.length);
  const answerIds = tokenizer.encode(answer === '' ? '' : blank + answer).ids;
  refuseTooLongAnswer(answerIds.length);
  const tokens = tokenizer.encode(text);
  const room = Math.max(1, contextLength - answerIds.length - SPARE_TOKENS);
  const first = Math.max(0, tokens.ids.length - room);
  const from = first === 0 ? 0 : tokens.starts[first]!;
  refusePassageBeforeContextWindow(start, from, tokens.ids.length, room);
  return { text: text.slice(from), span: { start: start - from, end: end - from }, answerIds };
}

async function predict(
  { reader, tokenizer, contextLength }: CausalModel,
  text: string,
  answerIds: Int32Array,
): Promise<Prediction> {
  const textIds = Int32Array.of(tokenizer.startOfText, ...tokenizer.encode(text).ids);
  // The last token of the answer need not be read: no logits after it are needed.
  const ids = Int32Array.of(...textIds, ...answerIds.subarray(0, -1)).slice(-contextLength);
  const positions = Math.max(1, answerIds.length);
  const logits = await reader.read(ids, positions);
  const width = logits.length / positions;
  const rows = Array.from({ length: positions }, (_, position) =>
    logits.subarray(position * width, (position + 1) * width),
  );
  const top = topTokens(rows[0]!, TOP_TOKENS);
  const topIds = top.map(({ id }) => id);
  return {
    distributions: rows.map(softmax),
    answerBits: answerIds.reduce(
      (sum, id, position) => sum + (logSumExp(rows[position]!) - rows[position]![id]!) * Math.LOG2E,
      0,
    ),
    likeliest: tokenTexts(tokenizer, topIds),
    probabilities: Float32Array.from(top, ({ logProbability }) => Math.exp(logProbability)),
  };
}

function softmax(logits: Float32Array): Float32Array {
  const total = logSumExp(logits);
  return logits.map((logit) => Math.exp(logit - total));
}

/** Mean over the positions, in bits. */
function meanDivergence(a: Prediction, b: Prediction): number {
  const bits = a.distributions.map((distribution, position) => divergenceOf(distribution, b.distributions[position]!));
  return bits.reduce((sum, each) => sum + each, 0) / bits.length;
}
