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
  const lookInside = async (id: string) => (await models.toLookInside([id]))[0]!;
  return {
    nextToken: (request, signal) =>
      scheduler.runInTurns('viewing', signal, async (turn) => {
        const { model } = request;
        const causal = await turn(async () =>
          model === PROMPT_NGRAM ? ngram.open() : causalModelOf(await models.causal(model)),
        );
        return nextTokenDistribution(causal, request, turn);
      }),
    vectors: (request, signal) =>
      scheduler.runInTurns('viewing', signal, async (turn) =>
        tokenVectors(inside, await turn(() => lookInside(request.model)), request, turn),
      ),
    attentionSteps: (request, signal) =>
      scheduler.runInTurns('viewing', signal, async (turn) =>
        attentionSteps(inside, await turn(() => lookInside(request.model)), request, turn),
      ),
    positionEncodings: ({ model }, signal) =>
      scheduler.run('viewing', signal, async () => positionEncodings(inside, await models.get(model))),
  };
}
