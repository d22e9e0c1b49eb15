import type { Inference } from '../../contracts/inference';
import type { WantedReading } from '../../contracts/sentenceRequests';
import type { ModelCache } from '../models/modelCache';
import { RELEASE_AFTER_MS } from '../releaseAfterViewing';
import type { Scheduler, Turn } from '../requestScheduler';
import { asPlainText, throughChatTemplate, type Framing } from '../sentences/framing';
import { measureSentences } from '../sentences/measureSentences';
import { measureVariants } from '../sentences/measureVariants';
import { sentenceModel, type SentenceModel } from '../sentences/sentenceModel';
import { writeAnswers } from '../sentences/writeAnswers';
import { oncePerModel } from './cacheForEachModel';

/** A request about a prompt. */
interface MeasuredPrompt {
  readonly model: string;
  readonly text: string;
  readonly through: WantedReading;
}

/** Answers requests about what parts of a prompt change. */
export function sentenceService(
  models: ModelCache,
  scheduler: Scheduler,
): Pick<Inference, 'sentenceEffects' | 'variantEffects' | 'answers'> {
  const sentenceModelOf = oncePerModel(sentenceModel);
  const use = forgetUnused();
  /** Runs a request with a model that has been loaded, and the way in which it reads the prompt. */
  const measured = <Request extends MeasuredPrompt, Result>(
    request: Request,
    signal: AbortSignal,
    measure: (model: SentenceModel, framing: Framing, turn: Turn) => Promise<Result>,
  ): Promise<Result> =>
    scheduler.runInTurns('viewing', signal, async (turn) => {
      const [model, render] = await turn(async () => [
        sentenceModelOf(await models.causal(request.model)),
        request.through === 'plain text' ? undefined : await models.chatTemplate(request.model),
      ]);
      const { tokenizer } = model;
      const framing = render ? throughChatTemplate(tokenizer, render) : asPlainText(tokenizer, request.text);
      const done = use(model);
      try {
        return await measure(model, framing, turn);
      } finally {
        done();
      }
    });
  return {
    sentenceEffects: (request, signal, onProgress) =>
      measured(request, signal, (model, framing, turn) => measureSentences(model, framing, request, turn, onProgress)),
    variantEffects: (request, signal, onProgress) =>
      measured(request, signal, (model, framing, turn) => measureVariants(model, framing, request, turn, onProgress)),
    answers: (request, signal, onProgress) =>
      measured(request, signal, (model, framing, turn) => writeAnswers(model, framing, request, turn, onProgress)),
  };
}

/**
 * Gives back the memory of a prompt that was read when nothing more is asked about it for a while.
 *
 * @returns a function to call when a request begins; it returns one to call when the request ends
 */
function forgetUnused(): (model: SentenceModel) => () => void {
  const timers = new WeakMap<SentenceModel, NodeJS.Timeout>();
  const requests = new WeakMap<SentenceModel, number>();
  return (model) => {
    clearTimeout(timers.get(model));
    requests.set(model, (requests.get(model) ?? 0) + 1);
    return () => {
      const others = requests.get(model)! - 1;
      requests.set(model, others);
      if (others === 0) timers.set(model, setTimeout(() => void model.reader.forget(), RELEASE_AFTER_MS).unref());
    };
  };
}
