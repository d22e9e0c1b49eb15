import type { Inference } from '../../contracts/inference';
import { causalModel } from '../generation/causalModel';
import { complete } from '../generation/generateCompletion';
import type { NgramFallback } from '../generation/ngramFallback';
import { rewrite } from '../generation/rewriteText';
import { visibleContext } from '../generation/visibleContextSpan';
import type { ModelCache } from '../models/modelCache';
import { oncePerModel } from './cacheForEachModel';
import type { Scheduler } from '../requestScheduler';

/** Answers requests to write text. */
export function completionService(
  models: ModelCache,
  scheduler: Scheduler,
  ngram: NgramFallback,
): Pick<Inference, 'complete' | 'rewrite' | 'visibleContext'> {
  const causalModelOf = oncePerModel(causalModel);
  return {
    complete: async (request, signal, onProgress) => {
      const { model } = request;
      if (!models.isLoaded(model)) {
        const fallback = await scheduler.run('typing', signal, () => ngram.complete(request, signal));
        if (fallback) {
          // If the model cannot be loaded, the next request says why.
          scheduler.runInBackground(() => models.causal(model));
          return fallback;
        }
      }
      return scheduler.run('typing', signal, async () =>
        complete(causalModelOf(await models.causal(model)), request, signal, onProgress),
      );
    },
    rewrite: (request, signal, onProgress) =>
      scheduler.run('typing', signal, async () =>
        rewrite(await models.textToText(request.model), request, signal, onProgress),
      ),
    visibleContext: (request, signal) =>
      scheduler.run('counting', signal, async () =>
        visibleContext(causalModelOf(await models.causal(request.model)), request),
      ),
  };
}
