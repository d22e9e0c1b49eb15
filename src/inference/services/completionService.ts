import type { Inference } from '../../contracts/inference';
import type { CausalModel } from '../generation/causalModel';
import { complete } from '../generation/generateCompletion';
import { rewrite } from '../generation/rewriteText';
import type { StandIns } from '../generation/standIns';
import { visibleContext } from '../generation/visibleContextSpan';
import type { LoadedModel } from '../models/loadedModel';
import type { ModelCache } from '../models/modelCache';
import type { Scheduler } from '../requestScheduler';

/**
 * Answers requests to write text.
 *
 * @param writerOf remembers for each model what it has read
 */
export function completionService(
  models: ModelCache,
  scheduler: Scheduler,
  writerOf: (model: LoadedModel) => CausalModel,
  standIns: StandIns,
): Pick<Inference, 'complete' | 'rewrite' | 'visibleContext'> {
  return {
    complete: async (request, signal, onProgress) => {
      const { model } = request;
      if (!models.isLoaded(model)) {
        const completion = await scheduler.run('typing', signal, () => standIns.beforeLoading(request, signal));
        if (completion) {
          // If the model cannot be loaded, the next request says why.
          if (completion.standIn?.failure === undefined) scheduler.runInBackground(() => models.causal(model));
          return completion;
        }
      }
      return scheduler.run('typing', signal, async () => {
        try {
          return await complete(writerOf(await models.causal(model)), request, signal, onProgress);
        } catch (error) {
          return standIns.afterFailure(request, error, signal);
        }
      });
    },
    rewrite: (request, signal, onProgress) =>
      scheduler.run('typing', signal, async () =>
        rewrite(await models.textToText(request.model), request, signal, onProgress),
      ),
    visibleContext: (request, signal) =>
      scheduler.run('counting', signal, async () =>
        visibleContext(writerOf(await models.causal(request.model)), request),
      ),
  };
}
