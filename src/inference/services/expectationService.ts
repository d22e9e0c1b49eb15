import type { Inference } from '../../contracts/inference';
import { compareSides } from '../expectation/compareSides';
import { findRightContextWords } from '../expectation/findRightContextWords';
import { SEARCH_WINDOW_TOKENS } from '../expectation/maskedModelWindow';
import { MaskedWords } from '../expectation/maskedWordProbabilities';
import { measureInfluence } from '../expectation/measureInfluence';
import { measureSurprise, surpriseModel } from '../expectation/measureSurprise';
import { causalModel, readingInTurns } from '../generation/causalModel';
import type { ModelCache } from '../models/modelCache';
import { oncePerModel } from './cacheForEachModel';
import type { Scheduler } from '../requestScheduler';

/** Answers requests about how expected words and tokens are. */
export function expectationService(
  models: ModelCache,
  scheduler: Scheduler,
): Pick<Inference, 'surprise' | 'compareSides' | 'rightContextWords' | 'influence'> {
  const surpriseModelOf = oncePerModel(surpriseModel);
  // Separate from the one that completes: each remembers only the text it read last.
  const causalModelOf = oncePerModel(causalModel);
  return {
    surprise: (request, signal) =>
      scheduler.runInTurns('viewing', signal, async (turn) => {
        const model = await turn(async () => surpriseModelOf(await models.causal(request.model)));
        return measureSurprise(model, request, turn);
      }),
    compareSides: (request, signal) =>
      scheduler.runInTurns('viewing', signal, async (turn) => {
        const [causal, masked] = await turn(async () => [
          causalModelOf(await models.causal(request.causal)),
          await models.masked(request.masked),
        ]);
        const maskedWords = await turn(() => Promise.resolve(new MaskedWords(masked, request.text, turn)));
        return compareSides(readingInTurns(causal, turn), maskedWords, masked.tokenizer, request);
      }),
    rightContextWords: (request, signal, onProgress) =>
      scheduler.runInTurns('viewing', signal, async (turn) => {
        const [causal, masked] = await turn(async () => [
          surpriseModelOf(await models.causal(request.causal)),
          await models.masked(request.masked),
        ]);
        const search = () => new MaskedWords(masked, request.text, turn, SEARCH_WINDOW_TOKENS);
        const maskedWords = await turn(() => Promise.resolve(search()));
        return findRightContextWords(causal, maskedWords, request, turn, onProgress);
      }),
    influence: (request, signal, onProgress) =>
      scheduler.runInTurns('viewing', signal, async (turn) => {
        const causal = await turn(async () => causalModelOf(await models.causal(request.model)));
        return measureInfluence(readingInTurns(causal, turn), request, onProgress);
      }),
  };
}
