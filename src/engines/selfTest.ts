import type { Engine, EnginePiece, Scoring } from './engine';
import { EngineError } from './engineError';

/** A text after which many words could follow. */
const PROMPT = 'The weather in the mountains changed quickly, so we decided to';
/** Most that a word's log-probability may differ between generating and scoring, in nats: reduced weights give 0.3 for the same text. */
const TOLERANCE = 0.5;
/** Tokens that are listed to choose words from. */
const LISTED = 5;

/**
 * Finds out whether an engine's scores of a prompt's own tokens are right: the likeliest and the least likely of the words that it
 * lists behind a text are put behind it, and must get there about the log-probabilities with which they were listed. A row that is
 * off, or another scale, fails this.
 */
export async function selfTest(engine: Engine, signal: AbortSignal): Promise<Scoring> {
  const words = await wordsBehind(engine, signal);
  if (words.length < 2) return 'none';
  for (const word of [words[0]!, words.at(-1)!]) {
    const scored = await scoreOfWord(engine, word.text, signal);
    if (scored === undefined) return 'none';
    // NaN is no agreement, either.
    if (!(Math.abs(scored - word.logProbability) <= TOLERANCE)) return 'wrong';
  }
  return 'tested';
}

async function wordsBehind(engine: Engine, signal: AbortSignal) {
  const options = { maxTokens: 1, temperature: 1, topK: 0, topP: 1, top: LISTED };
  for await (const { top } of engine.generate(PROMPT, options, signal))
    return top.filter(({ text }) => /^ [A-Za-z]{2,}$/.test(text));
  return [];
}

/** The log-probability of a word behind the text; undefined when the engine gives none, NaN when it is not about this one word. */
async function scoreOfWord(engine: Engine, word: string, signal: AbortSignal): Promise<number | undefined> {
  try {
    const [prompt, from] = await promptWith(engine, word, signal);
    const scores = await engine.score(prompt, { from, top: LISTED }, signal);
    const [own] = scores;
    return scores.length === 1 && own?.text === word ? (own.logProbability ?? NaN) : NaN;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    if (error.kind === 'unable') return undefined;
    // What it answers cannot be read, or is about another text.
    if (error.kind === 'answer') return NaN;
    throw error;
  }
}

/** The text with the word, and where the word begins in it. */
async function promptWith(engine: Engine, word: string, signal: AbortSignal): Promise<[string | number[], number]> {
  if (!engine.scoresTokens) return [PROMPT + word, PROMPT.length];
  const idsOf = (pieces: readonly EnginePiece[]) => pieces.map(({ id }) => id);
  const whole = idsOf(await engine.tokenize(PROMPT + word, signal));
  return [whole, idsOf(await engine.tokenize(PROMPT, signal)).length];
}
