import type { Inference } from '../contracts/inference';
import { AttentionReader } from './attention/attentionReader';
import { NgramFallback } from './generation/ngramFallback';
import { InsideReader } from './inside/insideReader';
import type { ModelCache } from './models/modelCache';
import { attentionRequests } from './requests/attentionRequests';
import { checkRequests } from './requests/checkRequests';
import { completionRequests } from './requests/completionRequests';
import { expectationRequests } from './requests/expectationRequests';
import { insideRequests } from './requests/insideRequests';
import { modelRequests } from './requests/modelRequests';
import { tokenRequests } from './requests/tokenRequests';
import { Scheduler } from './scheduler';

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
