import { CHANCE_WEIGHTS, chanceOfFirst } from '../../core/completion/chanceOfFirstWord';
import type { CompletionRequest } from '../../contracts/completionRequests';
import { SUGGESTION_LEVELS } from '../../core/completion/suggestionLevels';
import type { Judge } from '../../core/completion/suggestionWorth';
import type { FirstToken } from './firstTokens';

/** Bits a byte that last lines are taken to surprise the model: those of English that it knows. To measure them would be a request more. */
const USUAL_SURPRISE = 1;

/**
 * Judges a continuation as the request's level wants it, or by the confidence where somebody asked. An engine that lists no
 * log-probabilities cannot be judged by them: then only the stop rules count.
 *
 * @param candidates all that could begin in its place; undefined where the engine lists none
 */
export function judgeThere(
  { level, confidence, alternatives }: CompletionRequest,
  first: FirstToken,
  candidates: readonly FirstToken[] | undefined,
): Judge {
  const always = { leastChance: 0, leastLetterChance: 0, letterChance: 1, chance: () => 1 };
  if (!candidates) return { floor: 0, ...(level ? { firstWord: always } : {}) };
  if (!level) return { floor: confidence * (alternatives === 1 ? 1 : Math.exp(first.logProbability)) };
  const { word, letter, floor } = SUGGESTION_LEVELS[level];
  const chanceOf = (logProbability: number, weights: readonly number[]) =>
    chanceOfFirst({ logProbability, shareOfMemory: 0, surprise: USUAL_SURPRISE }, weights);
  return {
    floor,
    firstWord: {
      leastChance: word,
      leastLetterChance: letter,
      letterChance: chanceOf(logProbabilityOfLetter(first, candidates), CHANCE_WEIGHTS.letter),
      chance: (logProbability) => chanceOf(logProbability, CHANCE_WEIGHTS.word),
    },
  };
}

/** The logarithm of the probability that the text goes on with the first letter of `first`, and the blanks before it. */
function logProbabilityOfLetter(first: FirstToken, candidates: readonly FirstToken[]): number {
  const letterOf = ({ text }: FirstToken) => /^\s*\S/u.exec(text)?.[0] ?? text;
  const same = candidates.filter((candidate) => letterOf(candidate) === letterOf(first));
  return Math.log(same.reduce((sum, { logProbability }) => sum + Math.exp(logProbability), 0));
}
