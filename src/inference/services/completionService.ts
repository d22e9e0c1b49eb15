import type { Inference } from '../../contracts/inference';
import type { CausalModel } from '../generation/causalModel';
import { promptGpt } from '../../core/models/embeddedModels';
import { BackgroundReading } from '../generation/readInBackground';
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
  const background = new BackgroundReading((signal, read) => scheduler.runInTurns('counting', signal, read));
  return {
    complete: (request, signal, onProgress) =>
      scheduler.runInTurns('typing', signal, async (turn) => {
        const { model } = request;
        if (!models.isLoaded(model)) {
          const completion = await standIns.beforeLoading(request, signal, turn);
          if (completion) {
            // If the model cannot be loaded, the next request says why.
            if (completion.standIn?.failure === undefined) scheduler.runInBackground(() => models.causal(model));
            return completion;
          }
        }
        try {
          const writer = await turn(async () => writerOf(await models.causal(model)));
          const isSlow = request.mayFallBack === true && model !== promptGpt.id && background.begin(writer, request);
          const other = isSlow ? await standIns.whileReading(request, turn) : undefined;
          return other ?? (await complete(writer, request, turn, onProgress));
        } catch (error) {
          return standIns.afterFailure(request, error, signal, turn);
        }
      }),
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
