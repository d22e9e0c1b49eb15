import type { Influence, InfluenceRequest } from '../../contracts/expectation';
import { divergenceOf } from '../../core/expectation/divergence';
import { applyChange, INFLUENCE_CHANGES } from '../../core/expectation/influenceChanges';
import { TOP_TOKENS } from '../../core/expectation/surpriseLevels';
import type { Writer } from '../generation/complete';
import { topTokens, logSumExp } from '../generation/topTokens';
import { trimTrailingBlanks } from '../../core/inside/actualNextToken';
import { tokenTexts } from '../generation/tokenTexts';

/** What a causal model expects of each place, [places, vocabulary], and what the answer takes there. */
interface Expected {
  readonly distributions: readonly Float32Array[];
  /** −log₂ of the probability of the answer's tokens together. */
  readonly bits: number;
  readonly likeliest: readonly string[];
  readonly probabilities: Float32Array;
}

/** What a part of the text does to what is expected behind it, one change after the other. */
export async function measureInfluence(
  writer: Writer,
  request: InfluenceRequest,
  onProgress: (share: number) => void = () => undefined,
): Promise<Influence> {
  const { tokenizer, contextLength } = writer;
  const { start, end } = request;
  // A blank at the end belongs to the word to come.
  const text = trimTrailingBlanks(request.text);
  const blank = request.text.slice(text.length);
  const answerIds = tokenizer.encode(request.answer === '' ? '' : blank + request.answer).ids;
  const tokens = tokenizer.encode(text);
  if (answerIds.length > MOST_ANSWER) throw new Error(tooLong(answerIds.length));
  const room = Math.max(1, contextLength - answerIds.length - SPARE);
  const first = Math.max(0, tokens.ids.length - room);
  const from = first === 0 ? 0 : tokens.starts[first]!;
  if (start < from) throw new Error(unseen(tokens.ids.length, room));

  const seen = text.slice(from);
  const part = { start: start - from, end: end - from };
  const asIs = await expected(writer, seen, answerIds);
  onProgress(1 / (INFLUENCE_CHANGES.length + 1));
  const changes: Influence['changes'][number][] = [];
  for (const change of INFLUENCE_CHANGES) {
    const now = await expected(writer, applyChange(seen, part, change), answerIds);
    const places = asIs.distributions.map((distribution, place) =>
      divergenceOf(distribution, now.distributions[place]!),
    );
    const divergence = places.reduce((sum, bits) => sum + bits, 0) / places.length;
    const { likeliest, probabilities } = now;
    changes.push({ change, divergence, answerBits: now.bits - asIs.bits, likeliest, probabilities });
    onProgress((changes.length + 1) / (INFLUENCE_CHANGES.length + 1));
  }
  const { likeliest, probabilities, bits } = asIs;
  return { likeliest, probabilities, answerBits: bits, answerTokens: answerIds.length, changes };
}

/** Tokens of the longest answer: what is expected before each of them is held in full. */
const MOST_ANSWER = 64;
/** Tokens that a text may have more of when a part of it is elsewhere. */
const SPARE = 16;

async function expected(
  { reader, tokenizer, contextLength }: Writer,
  text: string,
  answer: Int32Array,
): Promise<Expected> {
  const before = Int32Array.of(tokenizer.startOfText, ...tokenizer.encode(text).ids);
  // What follows the last token of the answer is not asked for.
  const ids = Int32Array.of(...before, ...answer.subarray(0, -1)).slice(-contextLength);
  const places = Math.max(1, answer.length);
  const logits = await reader.read(ids, places);
  const width = logits.length / places;
  const rows = Array.from({ length: places }, (_, place) => logits.subarray(place * width, (place + 1) * width));
  const distributions = rows.map((row) => {
    const total = logSumExp(row);
    return row.map((logit) => Math.exp(logit - total));
  });
  const bits = answer.reduce((sum, id, place) => sum + (logSumExp(rows[place]!) - rows[place]![id]!) * Math.LOG2E, 0);
  const best = topTokens(rows[0]!, TOP_TOKENS);
  return {
    distributions,
    bits,
    likeliest: tokenTexts(
      tokenizer,
      best.map(({ id }) => id),
    ),
    probabilities: Float32Array.from(best, ({ logProbability }) => Math.exp(logProbability)),
  };
}

function tooLong(tokens: number): string {
  return `The answer has ${tokens} tokens, and at most ${MOST_ANSWER} can be looked at. Shorten it to what matters.`;
}

function unseen(tokens: number, room: number): string {
  return (
    `This stands before what the model sees: of ${tokens.toLocaleString('en')} tokens it reads the last ` +
    `${room.toLocaleString('en')}, so nothing here changes what it ` +
    'expects. Shorten the prompt, or choose a model with a longer context window.'
  );
}
