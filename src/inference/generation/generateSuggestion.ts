import type { CompletionRequest } from '../../contracts/completionRequests';
import { GrowingSuggestion, type Suggestion } from '../../core/completion/growingSuggestion';
import type { Judge } from '../../core/completion/suggestionWorth';
import type { Turn } from '../requestScheduler';
import { textOfBytes } from '../tokens/byteLevelEncoding';
import type { CausalModel } from './causalModel';
import { sampleToken } from './sampleToken';
import { MAX_CANDIDATES } from './samplingCandidates';
import type { FirstToken } from './tokenHealing';
import { bytesBeginWord, logProbabilityOfWordEnd } from './tokensThatBeginWords';
import { topToken, topTokens, type TokenScore } from './topTokens';

/** Generates one continuation that begins with `first`, token by token. Takes a turn for each forward pass. */
export async function generateSuggestion(
  { reader, tokenizer }: CausalModel,
  request: CompletionRequest,
  first: FirstToken,
  judge: Judge,
  turn: Turn,
  onProgress?: (text: string) => void,
): Promise<Suggestion> {
  const { sampling } = request;
  const bytesOf = (id: number) => (tokenizer.isSpecial(id) ? '' : (tokenizer.vocabularyBytes[id] ?? ''));
  const suggestion = new GrowingSuggestion(request, judge);
  let ids = first.context;
  let next: TokenScore = first;
  let bytes = bytesOf(first.id).slice(first.covered);
  let generated = '';
  let logits: Float32Array | undefined;
  for (;;) {
    generated += bytes;
    const ended = suggestion.add({
      text: textOfBytes(generated),
      logProbability: next.logProbability,
      isEnd: tokenizer.isSpecial(next.id),
      beginsWord: bytesBeginWord(bytes),
      logWordEnd: () => logProbabilityOfWordEnd(tokenizer, logits!),
    });
    if (ended) return ended;
    onProgress?.(suggestion.text);

    ids = Int32Array.of(...ids, next.id);
    logits = await reader.read(ids, 1, turn);
    next =
      sampling.temperature === 0
        ? topToken(logits)
        : sampleToken(topTokens(logits, MAX_CANDIDATES), sampling, Math.random);
    bytes = bytesOf(next.id);
  }
}
