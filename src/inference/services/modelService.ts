import type { Inference } from '../../contracts/inference';
import { makeModelFromGguf } from '../models/gguf/makeModelFromGguf.node';
import type { ModelCache } from '../models/modelCache';
import type { Scheduler } from '../requestScheduler';

/** Answers requests about a model itself. */
export function modelService(
  models: ModelCache,
  scheduler: Scheduler,
): Pick<Inference, 'describe' | 'makeModel' | 'memoryNeed' | 'release'> {
  return {
    describe: ({ model }, signal) => scheduler.run('counting', signal, () => models.spec(model)),
    memoryNeed: ({ model }, signal) => scheduler.run('counting', signal, () => models.memoryNeed(model)),
    // Not in the queue: it waits for the disk again and again, and other requests run meanwhile.
    makeModel: ({ gguf, folder }, signal, onProgress) => makeModelFromGguf(gguf, folder, { signal, onProgress }),
    release: ({ model }, signal) => scheduler.run('counting', signal, () => models.release(model)),
  };
}
