import type { Inference } from '../../contracts/inference';
import { PROMPT_NGRAM } from '../../core/models/embeddedModels';
import { causalModel } from '../generation/causalModel';
import { nextTokenDistribution } from '../generation/nextTokenDistribution';
import type { NgramModel } from '../generation/ngramModel';
import { attentionSteps } from '../inside/attentionSteps';
import type { InsideReader } from '../inside/insideReader';
import { positionEncodings } from '../inside/positionEncodings';
import { tokenVectors } from '../inside/tokenVectors';
import type { ModelCache } from '../models/modelCache';
import { oncePerModel } from './cacheForEachModel';
import type { Scheduler } from '../requestScheduler';

/** Answers requests about what a model computes inside. */
export function insideService(
  models: ModelCache,
  scheduler: Scheduler,
  inside: InsideReader,
  ngram: NgramModel,
): Pick<Inference, 'nextToken' | 'vectors' | 'attentionSteps' | 'positionEncodings'> {
  // Separate from the one that completes: each remembers only the text it read last.
  const causalModelOf = oncePerModel(causalModel);
  return {
    nextToken: (request, signal) =>
      scheduler.run('viewing', signal, async () => {
        const { model } = request;
        const causal = model === PROMPT_NGRAM ? await ngram.open() : causalModelOf(await models.causal(model));
        return nextTokenDistribution(causal, request);
      }),
    vectors: (request, signal) =>
      scheduler.run('viewing', signal, async () => tokenVectors(inside, await models.get(request.model), request)),
    attentionSteps: (request, signal) =>
      scheduler.run('viewing', signal, async () => attentionSteps(inside, await models.get(request.model), request)),
    positionEncodings: ({ model }, signal) =>
      scheduler.run('viewing', signal, async () => positionEncodings(inside, await models.get(model))),
  };
}
