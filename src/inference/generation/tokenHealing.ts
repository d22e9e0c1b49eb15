import type { Turn } from '../requestScheduler';
import type { Tokenizer } from '../tokens/tokenizer';
import type { CausalModel } from './causalModel';
import { noProbabilitiesError } from './damagedWeightsError';
import type { LeftContextTokens } from './leftContextTokens';
import { CANDIDATE_RANGE_NATS } from './samplingCandidates';
import { logSumExp, type TokenScore } from './topTokens';

/** A token to continue a text with; its probability is conditional on the text. */
export interface FirstToken extends TokenScore {
  /** The tokens before it. */
  readonly context: Int32Array;
  /** How many of its bytes stand in the text already. */
  readonly covered: number;
}

/** The first tokens of a piece in one of its tokenizations. */
interface Branch {
  /** All tokens of the text up to the end of this branch. */
  readonly context: Int32Array;
  /** The bytes of the piece behind them. */
  readonly rest: string;
  readonly logProbability: number;
}

/** The tokens that complete a piece behind a branch, and the logarithms of their joint probabilities. */
interface Completions {
  readonly branch: Branch;
  readonly ids: Uint32Array;
  readonly scores: Float64Array;
}

/** The search ends when what it has not looked at has less than this share of the probability found. */
const NEGLIGIBLE = 0.01;
/** Most forward passes, and most branches to go on from. */
const MAX_PASSES = 3;
const MAX_BRANCHES = 16;

/**
 * The likeliest tokens to continue with when the caret stands within a piece of text, such as “ assist”.
 * The piece's own tokens need not be those of the word that it becomes (“ assist” + “ant” is one token, “ assistant”), so
 * all tokenizations compete: tokens that spell the start of the piece, then one that covers the rest of it and more.
 *
 * A best-first search. Most of the logits that it needs are known: at the last key, the piece was one letter shorter.
 *
 * @param count how many tokens to return at most
 * @returns likeliest first; none when the search ended before any, as in a rare word
 * @throws an Error with advice when the model's logits are no numbers
 */
export async function healedFirstTokens(
  { reader, tokenizer }: CausalModel,
  { ids, piece }: LeftContextTokens,
  count: number,
  turn: Turn,
): Promise<FirstToken[]> {
  const root = ids.subarray(0, ids.length - piece.length);
  /** The logits after `context`. The piece's own tokens cost little more in the same pass, and are mostly needed next. */
  const read = async (context: Int32Array): Promise<Float32Array> => {
    if (context !== root) return reader.read(context, 1, turn);
    const rows = await reader.read(ids, piece.length + 1, turn);
    return rows.subarray(0, rows.length / (piece.length + 1));
  };

  let branches: Branch[] = [{ context: root, rest: bytesOf(piece, tokenizer), logProbability: 0 }];
  const found: Completions[] = [];
  let logFound = -Infinity;
  let logLeft = 0;
  let passes = 0;
  while (logLeft > logFound + Math.log(NEGLIGIBLE) && found.length < MAX_BRANCHES) {
    const within = passes < MAX_PASSES ? branches : branches.filter(({ context }) => reader.known(context));
    if (within.length === 0) break;
    const branch = within.reduce((a, b) => (b.logProbability > a.logProbability ? b : a));
    let logits = reader.known(branch.context);
    if (!logits) {
      passes++;
      logits = await read(branch.context);
    }
    // What to add to a logit for the joint probability's logarithm.
    const offset = branch.logProbability - logSumExp(logits);
    const completions = completionsOf(branch, logits, offset, tokenizer);
    found.push(completions);
    branches = [...branches.filter((other) => other !== branch), ...longerBranches(branch, logits, offset, tokenizer)];
    logFound = logSum([logFound, logSumExp(completions.scores)]);
    logLeft = logSum(branches.map(({ logProbability }) => logProbability));
  }
  // What is left may complete the piece in other ways.
  const logTotal = logSum([logFound, logLeft]);
  if (logTotal === -Infinity) throw noProbabilitiesError();
  return likeliest(found, count).map((token) => ({ ...token, logProbability: token.logProbability - logTotal }));
}

function completionsOf(
  branch: Branch,
  logits: Float32Array,
  offset: number,
  { tokensByBytes, size }: Tokenizer,
): Completions {
  const all = tokensByBytes.beyond(branch.rest);
  const ids = size > logits.length ? all.filter((id) => id < logits.length) : all;
  const scores = new Float64Array(ids.length);
  for (let index = 0; index < ids.length; index++) scores[index] = offset + logits[ids[index]!]!;
  return { branch, ids, scores };
}

/** The branches with one more token. */
function longerBranches(
  { context, rest }: Branch,
  logits: Float32Array,
  offset: number,
  tokenizer: Tokenizer,
): Branch[] {
  return Array.from(rest, (_, index) => tokenizer.tokensByBytes.exactly(rest.slice(0, index + 1)))
    .filter((id) => id !== undefined && id < logits.length)
    .map((id) => ({
      context: Int32Array.of(...context, id!),
      rest: rest.slice(tokenizer.vocabularyBytes[id!]!.length),
      logProbability: offset + logits[id!]!,
    }));
}

/** The `count` likeliest tokens, as far as they are in the range of candidates; likeliest first. */
function likeliest(found: readonly Completions[], count: number): FirstToken[] {
  const best = found.reduce((max, { scores }) => scores.reduce((a, b) => Math.max(a, b), max), -Infinity);
  if (best === -Infinity) return [];
  let tokens: FirstToken[] = [];
  let least = best - CANDIDATE_RANGE_NATS;
  const keepBest = () => {
    tokens = tokens.sort((a, b) => b.logProbability - a.logProbability).slice(0, count);
    if (tokens.length === count) least = tokens.at(-1)!.logProbability;
  };
  for (const { branch, ids, scores } of found) {
    const { context, rest } = branch;
    for (let index = 0; index < ids.length; index++) {
      const logProbability = scores[index]!;
      if (logProbability >= least) tokens.push({ context, covered: rest.length, id: ids[index]!, logProbability });
      if (tokens.length === 8 * count) keepBest();
    }
  }
  keepBest();
  return tokens;
}

function bytesOf(ids: Int32Array, { vocabularyBytes }: Tokenizer): string {
  return Array.from(ids, (id) => vocabularyBytes[id]!).join('');
}

/** log Σ exp(value) of those that are numbers above −∞; −∞ without any. */
function logSum(values: readonly number[]): number {
  const above = values.filter((value) => value > -Infinity);
  return above.length === 0 ? -Infinity : logSumExp(Float64Array.from(above));
}
