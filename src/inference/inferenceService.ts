import type { Inference } from '../contracts/inference';
import { AttentionReader } from './attention/attentionReader';
import { NgramFallback } from './generation/ngramFallback';
import { InsideReader } from './inside/insideReader';
import type { ModelCache } from './models/modelCache';
import { attentionRequests } from './services/attentionService';
import { checkRequests } from './services/validateRequests';
import { completionRequests } from './services/completionService';
import { expectationRequests } from './services/expectationService';
import { insideRequests } from './services/insideService';
import { modelRequests } from './services/modelService';
import { tokenRequests } from './services/tokenService';
import { Scheduler } from './requestScheduler';

/**
 * Answers requests in this thread, one pass at a time; a pass blocks the thread.
 *
 * @param afterPass runs after a pass and before the next one, but not between the passes of one request: it may release
 * models
 */
export function inferenceService(models: ModelCache, afterPass?: () => Promise<void>): Inference {
  const scheduler = new Scheduler(afterPass);
  const ngram = new NgramFallback(models);
  const attention = new AttentionReader();
  const inside = new InsideReader();
  models.onRelease = (model) => {
    ngram.reset(model.spec.id);
    void attention.release(model);
    void inside.release(model);
  };
  models.releaseViewers = async () => (await Promise.all([inside.releaseAll(), attention.releaseAll()])).includes(true);
  return checkRequests({
    ...modelRequests(models, scheduler),
    ...completionRequests(models, scheduler, ngram),
    ...tokenRequests(models, scheduler),
    ...expectationRequests(models, scheduler),
    ...insideRequests(models, scheduler, inside, ngram),
    ...attentionRequests(models, scheduler, attention),
  });
}
