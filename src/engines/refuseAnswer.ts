import { EngineError } from './engineError';
import type { EnginePrompt, ScoredToken } from './engine';

/** The tokens of a prompt for an engine that scores tokens. */
export function refuseTexts(prompt: EnginePrompt): readonly number[] {
  if (typeof prompt === 'string') throw new EngineError('unable', 'This engine scores tokens, not texts.');
  return prompt;
}

/** The text of a prompt for an engine that scores texts. */
export function refuseTokens(prompt: EnginePrompt): string {
  if (typeof prompt !== 'string') throw new EngineError('unable', 'This engine scores texts, not tokens.');
  return prompt;
}

/** The error for scores that are not those of the tokens that were sent. */
export function unequalTokens(host: string): EngineError {
  return new EngineError(
    'answer',
    `${host} answered about other tokens than were sent, so its answer was thrown away. Check the version of the engine, and that its ` +
      'model has not been changed.',
  );
}

/** The error for tokens that do not make up the text that was sent. */
export function unequalText(host: string): EngineError {
  return new EngineError(
    'answer',
    `The tokens that ${host} answered with do not make up the text that was sent, so the answer was thrown away. Its tokenizer may change texts; ` +
      'choose a model on this machine for this lens.',
  );
}

/**
 * The scores of the tokens that start at `from` or behind it.
 *
 * @param from UTF-16 offset
 * @throws an EngineError when there are no scores, when the tokens do not make up the text, and when one stands on both sides of `from`
 */
export function scoresBehind(
  text: string,
  tokens: readonly ScoredToken[],
  from: number,
  host: string,
): readonly ScoredToken[] {
  if (tokens.length === 0)
    throw new EngineError(
      'unable',
      `The engine at ${host} gives no log-probabilities of the prompt. Choose another engine for this lens.`,
    );
  const isWhole = tokens.every(({ logProbability }, index) => index === 0 || logProbability !== undefined);
  if (!isWhole || tokens.map((token) => token.text).join('') !== text) throw unequalText(host);
  let start = 0;
  const first = tokens.findIndex((token) => {
    const isBehind = start >= from;
    if (!isBehind) start += token.text.length;
    return isBehind;
  });
  if (first >= 0 && start !== from)
    throw new EngineError(
      'answer',
      `A token of ${host} stands on both sides of the place where the answer begins, so it cannot be measured apart. Begin the answer with a new line or word.`,
    );
  return first < 0 ? [] : tokens.slice(first);
}
