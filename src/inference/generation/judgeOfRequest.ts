import type { CompletionRequest } from '../../contracts/completionRequests';
import { chanceOfFirst } from '../../core/completion/chanceOfFirstWord';
import { SUGGESTION_LEVELS } from '../../core/completion/suggestionLevels';
import { textOfBytes } from '../tokens/byteLevelEncoding';
import type { CausalModel } from './causalModel';
import type { Judge } from './generateSuggestion';
import type { FirstToken } from './tokenHealing';

/** A token to begin with, and what is known about it. */
interface Beginning {
  readonly first: FirstToken;
  /** All that could begin in its place. */
  readonly candidates: readonly FirstToken[];
  /** Which part of its probability is the memory's. */
  readonly shareOfMemory: number;
  /** Bits a byte of the last lines. */
  readonly surprise: number;
}

/**
 * Judges a continuation as the request's level wants it, or by the confidence where somebody asked. Undefined when its first
 * letter is too unlikely already.
 */
export function judgeOf(
  model: CausalModel,
  { level, confidence, alternatives }: CompletionRequest,
  { first, candidates, shareOfMemory, surprise }: Beginning,
): Judge | undefined {
  // An alternative may begin with any token, however unlikely; the confidence applies to the tokens after it.
  if (!level) return { floor: confidence * (alternatives === 1 ? 1 : Math.exp(first.logProbability)) };
  const { word, letter, floor } = SUGGESTION_LEVELS[level];
  const ofLetter = { logProbability: logProbabilityOfLetter(model, first, candidates), shareOfMemory, surprise };
  if (chanceOfFirst(ofLetter, model.chances.letter) < letter) return undefined;
  const chance = (logProbability: number) =>
    chanceOfFirst({ logProbability, shareOfMemory, surprise }, model.chances.word);
  return { floor, firstWord: { leastChance: word, chance } };
}

/** The logarithm of the probability that the text goes on with the first letter of `first`. */
export function logProbabilityOfLetter(
  { tokenizer }: CausalModel,
  first: FirstToken,
  candidates: readonly FirstToken[],
): number {
  const letterOf = ({ id, covered }: FirstToken) => {
    const bytes = (tokenizer.vocabularyBytes[id] ?? '').slice(covered);
    // A token can begin with a part of a letter.
    return textOfBytes(bytes).charAt(0) || bytes;
  };
  const letter = letterOf(first);
  const same = candidates.filter((candidate) => letterOf(candidate) === letter);
  return Math.log(same.reduce((sum, { logProbability }) => sum + Math.exp(logProbability), 0));
}
