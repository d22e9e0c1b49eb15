import type { CompletionRequest } from '../../contracts/completionRequests';
import { beginsNewWord } from '../../core/completion/dropUnfinishedLastWord';
import { GrowingSuggestion, type Suggestion } from '../../core/completion/growingSuggestion';
import { MAX_SUGGESTION_TOKENS } from '../../core/completion/maxSuggestionTokens';
import type { Engine, GeneratedToken, TopToken } from '../engine';
import { firstTokensBehind, type FirstToken } from './firstTokens';
import { judgeThere } from './judgeThere';

/** A suggestion, and what its beginning is worth. */
export interface GrownSuggestion extends Suggestion {
  readonly letterChance: number;
  /** Probability of its first token, 0 to 1. */
  readonly firstTokenProbability: number;
}

/**
 * Lets an engine generate one continuation of `left`, until a stop rule or the judge ends it; then the connection is closed, so that
 * the engine stops.
 *
 * @param first what to begin with; undefined to let the engine begin
 * @param beginnings all that could begin in its place
 */
export async function growThere(
  engine: Engine,
  left: string,
  request: CompletionRequest,
  first: FirstToken | undefined,
  beginnings: readonly FirstToken[],
  signal: AbortSignal,
  onProgress?: (text: string) => void,
): Promise<GrownSuggestion> {
  const place = { left, right: request.right, length: request.length };
  // One token more than may be shown tells whether the last word is whole.
  const maxTokens = MAX_SUGGESTION_TOKENS[request.length] + 1;
  const options = { ...request.sampling, maxTokens, top: engine.info.abilities.topTokens };
  let [judge, firstLog] = [first && judgeThere(request, first, beginnings), first?.logProbability];
  let suggestion = judge && new GrowingSuggestion(place, judge);
  const result = (ended: Suggestion): GrownSuggestion => ({
    ...ended,
    letterChance: judge?.firstWord?.letterChance ?? ended.chance,
    firstTokenProbability: firstLog === undefined ? 0 : Math.exp(firstLog),
  });
  const begun = first && suggestion!.add({ ...pieceOf(first.text, first.logProbability), beginsWord: false });
  if (begun) return result(begun);

  let generated = first?.text ?? '';
  // Of tokens that only together make up a character.
  let pending = 0;
  for await (const token of engine.generate(left + generated, options, signal)) {
    if (!suggestion) {
      const own = { text: token.text, logProbability: token.logProbability ?? 0 };
      judge = judgeThere(
        request,
        own,
        token.logProbability === undefined ? undefined : firstTokensBehind('', token.top),
      );
      firstLog = token.logProbability;
      suggestion = new GrowingSuggestion(place, judge);
    }
    pending += token.logProbability ?? 0;
    if (token.text === '') continue;
    generated += token.text;
    const ended = suggestion.add({
      ...pieceOf(generated, pending),
      beginsWord: beginsNewWord(token.text),
      logWordEnd: () => logProbabilityOfWordEnd(token),
    });
    if (ended) return result(ended);
    pending = 0;
    onProgress?.(suggestion.text);
  }
  suggestion ??= new GrowingSuggestion(place, { floor: 0 });
  return result(suggestion.add({ ...pieceOf(generated, 0), isEnd: true, beginsWord: true }) ?? suggestion.end());
}

function pieceOf(text: string, logProbability: number) {
  return { text, logProbability, isEnd: false, logWordEnd: () => 0 };
}

/** The natural logarithm of the probability that the next token begins a new word: at least that of the listed ones that do. */
function logProbabilityOfWordEnd({ text, logProbability, top }: GeneratedToken): number {
  const own: TopToken = { text, logProbability: logProbability ?? 0 };
  const all = top.some((token) => token.text === text) ? top : [own, ...top];
  const ends = all.filter((token) => token.text !== '' && beginsNewWord(token.text));
  return Math.min(0, Math.log(ends.reduce((sum, token) => sum + Math.exp(token.logProbability), 0)));
}
