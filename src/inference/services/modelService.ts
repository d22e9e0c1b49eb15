import type { Inference } from '../../contracts/inference';
import type { ModelCache } from '../models/modelCache';
import type { Scheduler } from '../requestScheduler';

/** Answers requests about a model itself. */
export function modelService(models: ModelCache, scheduler: Scheduler): Pick<Inference, 'describe' | 'release'> {
  return {
    describe: ({ model }, signal) => scheduler.run('counting', signal, () => models.spec(model)),
    release: ({ model }, signal) => scheduler.run('counting', signal, () => models.release(model)),
  };
}
