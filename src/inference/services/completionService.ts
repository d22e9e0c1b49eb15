import type { Inference } from '../../contracts/inference';
import { complete, readLeftContext } from '../generation/generateCompletion';
import type { CausalModel } from '../generation/causalModel';
import { rewrite } from '../generation/rewriteText';
import type { StandIns } from '../generation/standIns';
import { visibleContext } from '../generation/visibleContextSpan';
import type { LoadedModel } from '../models/loadedModel';
import type { ModelCache } from '../models/modelCache';
import type { WorkspaceMemory } from '../memory/workspaceMemory';
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
  memory: WorkspaceMemory,
): Pick<Inference, 'complete' | 'learn' | 'readAhead' | 'rewrite' | 'visibleContext'> {
  return {
    complete: (request, signal, onProgress) =>
      scheduler.runInTurns('typing', signal, async (turn) => {
        const { model } = request;
        const other = models.isLoaded(model) ? undefined : await standIns.whileLoading(request, turn);
        if (other) return other;
        try {
          const writer = await turn(async () => writerOf(await models.causal(model)));
          return (
            (await standIns.whileReading(writer, request, turn)) ??
            (await complete(memory.mixedInto(writer, request), request, turn, onProgress))
          );
        } catch (error) {
          return standIns.afterFailure(request, error, signal, turn);
        }
      }),
    readAhead: (request, signal) =>
      scheduler.runInTurns('counting', signal, async (turn) => {
        try {
          const writer = await turn(async () => writerOf(await models.causal(request.model)));
          // The memory begins to learn for this model.
          await readLeftContext(memory.mixedInto(writer, request), request, turn);
        } catch (error) {
          if (!signal.aborted) standIns.failed(request.model, error);
          throw error;
        }
      }),
    learn: async (request, signal) => {
      signal.throwIfAborted();
      await memory.learn(request);
      signal.throwIfAborted();
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
