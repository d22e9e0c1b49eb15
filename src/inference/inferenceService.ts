import type { Inference } from '../contracts/inference';
import { AttentionReader } from './attention/attentionReader';
import { causalModel } from './generation/causalModel';
import { NgramModel } from './generation/ngramModel';
import { StandIns } from './generation/standIns';
import { DecoderWindows } from './inside/decoderWindows';
import { InsideReader } from './inside/insideReader';
import { WorkspaceMemory } from './memory/workspaceMemory';
import type { ModelCache } from './models/modelCache';
import { attentionService } from './services/attentionService';
import { SentenceModels } from './sentences/sentenceModels';
import { oncePerModel } from './services/cacheForEachModel';
import { validateRequests } from './services/validateRequests';
import { completionService } from './services/completionService';
import { expectationService } from './services/expectationService';
import { insideService } from './services/insideService';
import { modelService } from './services/modelService';
import { sentenceService } from './services/sentenceService';
import { tokenService } from './services/tokenService';
import { NEVER_ABORTED, Scheduler } from './requestScheduler';

/**
 * Answers requests in this thread, one pass at a time; a pass blocks the thread.
 *
 * @param afterPass runs after a pass and before the next one, but not between the passes of one request: it may release
 * models
 */
export function inferenceService(models: ModelCache, afterPass?: () => Promise<void>): Inference {
  const scheduler = new Scheduler(afterPass);
  const ngram = new NgramModel(models);
  const writerOf = oncePerModel(causalModel);
  const memory = new WorkspaceMemory((pass) => scheduler.run('counting', NEVER_ABORTED, pass));
  const standIns = new StandIns(models, ngram, writerOf, memory);
  const windows = new DecoderWindows();
  const attention = new AttentionReader(windows);
  const inside = new InsideReader(windows);
  const sentences = new SentenceModels();
  models.mayRelease = () => scheduler.isAlone;
  models.inUseSince = () => scheduler.busySince;
  models.onRelease = (model) => {
    memory.release(model.tokenizer);
    void attention.release(model);
    sentences.release(model);
    void inside.release(model);
  };
  models.releaseViewers = async () =>
    (await Promise.all([inside.releaseAll(), attention.releaseAll(), sentences.releaseAll()])).includes(true);
  return validateRequests({
    ...modelService(models, scheduler),
    ...completionService(models, scheduler, writerOf, standIns, memory),
    ...tokenService(models, scheduler),
    ...expectationService(models, scheduler),
    ...sentenceService(models, scheduler, sentences),
    ...insideService(models, scheduler, inside, ngram),
    ...attentionService(models, scheduler, attention),
  });
}
