import type { CompletionRequest } from '../../contracts/completionRequests';
import { chanceOfFirst } from '../../core/completion/chanceOfFirstWord';
import { SUGGESTION_LEVELS } from '../../core/completion/suggestionLevels';
import { textOfBytes } from '../tokens/byteLevelEncoding';
import type { CausalModel } from './causalModel';
import type { Judge } from '../../core/completion/suggestionWorth';
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

/** Judges a continuation as the request's level wants it, or by the confidence where somebody asked. */
export function judgeOf(
  model: CausalModel,
  { level, confidence, alternatives }: CompletionRequest,
  { first, candidates, shareOfMemory, surprise }: Beginning,
): Judge {
  // An alternative may begin with any token, however unlikely; the confidence applies to the tokens after it.
  if (!level) return { floor: confidence * (alternatives === 1 ? 1 : Math.exp(first.logProbability)) };
  const { word, letter, floor } = SUGGESTION_LEVELS[level];
  const chanceOf = (logProbability: number, weights: readonly number[]) =>
    chanceOfFirst({ logProbability, shareOfMemory, surprise }, weights);
  const firstWord = {
    leastChance: word,
    leastLetterChance: letter,
    letterChance: chanceOf(logProbabilityOfLetter(model, first, candidates), model.chances.letter),
    chance: (logProbability: number) => chanceOf(logProbability, model.chances.word),
  };
  return { floor, firstWord };
}

/** The logarithm of the probability that the text goes on with the first letter of `first`, and the blanks before it. */
export function logProbabilityOfLetter(
  { tokenizer }: CausalModel,
  first: FirstToken,
  candidates: readonly FirstToken[],
): number {
  const letterOf = ({ id, covered }: FirstToken) => {
    const bytes = (tokenizer.vocabularyBytes[id] ?? '').slice(covered);
    // A token can begin with a part of a letter.
    return /^\s*\S/u.exec(textOfBytes(bytes))?.[0] ?? bytes;
  };
  const letter = letterOf(first);
  const same = candidates.filter((candidate) => letterOf(candidate) === letter);
  return Math.log(same.reduce((sum, { logProbability }) => sum + Math.exp(logProbability), 0));
}
