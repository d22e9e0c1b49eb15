import type { CompletionRequest } from '../../contracts/completionRequests';
import { isLatinWithinOtherWord } from '../../core/completion/latinWithinOtherWord';
import { tidySuggestion } from '../../core/completion/dropUnfinishedLastWord';
import { isLongEnough } from '../../core/completion/longEnoughToInterrupt';
import { MAX_SUGGESTION_TOKENS } from '../../core/completion/maxSuggestionTokens';
import { stopAt } from '../../core/completion/suggestionStopRules';
import type { Turn } from '../requestScheduler';
import { textOfBytes } from '../tokens/byteLevelEncoding';
import type { CausalModel } from './causalModel';
import { sampleToken } from './sampleToken';
import { MAX_CANDIDATES } from './samplingCandidates';
import { SuggestionWorth, type Judge } from './suggestionWorth';
import type { FirstToken } from './tokenHealing';
import { bytesBeginWord, logProbabilityOfWordEnd } from './tokensThatBeginWords';
import { topToken, topTokens, type TokenScore } from './topTokens';

/** A generated continuation. */
export interface Suggestion {
  /** Empty when it is not to be shown. */
  readonly text: string;
  readonly tokens: number;
  /** The chance that its first word is right; at most this where it was not generated to its end. */
  readonly chance: number;
}

/**
 * Generates one continuation that begins with `first`, token by token, until a stop rule applies, the judge ends it, or the
 * length limit is reached. Takes a turn for each forward pass.
 */
export async function generateSuggestion(
  { reader, tokenizer }: CausalModel,
  { left, right, length, sampling }: CompletionRequest,
  first: FirstToken,
  judge: Judge,
  turn: Turn,
  onProgress?: (text: string) => void,
): Promise<Suggestion> {
  const bytesOf = (id: number) => (tokenizer.isSpecial(id) ? '' : (tokenizer.vocabularyBytes[id] ?? ''));
  let ids = first.context;
  let next: TokenScore = first;
  let bytes = bytesOf(first.id).slice(first.covered);
  let generated = '';
  let tokens = 0;
  let logits: Float32Array | undefined;
  const worth = new SuggestionWorth(judge);
  const nothing = () => ({ text: '', tokens, chance: worth.chance });
  // Who did not ask gets only what is worth a glance.
  const isTooShort = (text: string) => judge.firstWord !== undefined && !isLongEnough(text);
  const suggestion = (text: string, lineEnds: boolean): Suggestion =>
    isTooShort(text) && !lineEnds ? nothing() : { text, tokens, chance: worth.chance };
  for (;;) {
    const isEnd = tokenizer.isSpecial(next.id);
    const isBoundary = isEnd || bytesBeginWord(bytes);
    if (worth.isInFirstWord && logits && isBoundary && textOfBytes(generated).trim() !== '')
      worth.endFirstWord(logProbabilityOfWordEnd(tokenizer, logits));
    worth.add(next.logProbability);
    if (worth.isHopeless) return nothing();
    const isBelowFloor = worth.isBelowFloor(isTooShort(textOfBytes(generated)));
    if (isEnd || isBelowFloor || tokens === MAX_SUGGESTION_TOKENS[length])
      return suggestion(tidySuggestion(textOfBytes(generated), isBoundary), isEnd);
    generated += bytes;
    tokens++;
    const text = textOfBytes(generated);
    // A model that does not know a script puts bytes together that are no character, or goes on in another script.
    const broken = text.indexOf('\ufffd');
    if (broken >= 0) return suggestion(tidySuggestion(text.slice(0, broken), false), false);
    if (isLatinWithinOtherWord(left, text)) return nothing();
    const end = stopAt({ left, text, right }, length);
    if (end !== undefined) return suggestion(tidySuggestion(text.slice(0, end), true), /^\s*\n/.test(text.slice(end)));
    onProgress?.(text);

    ids = Int32Array.of(...ids, next.id);
    logits = await reader.read(ids, 1, turn);
    next =
      sampling.temperature === 0
        ? topToken(logits)
        : sampleToken(topTokens(logits, MAX_CANDIDATES), sampling, Math.random);
    bytes = bytesOf(next.id);
  }
}
