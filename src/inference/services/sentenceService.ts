import type { Inference } from '../../contracts/inference';
import type { WantedReading } from '../../contracts/sentenceRequests';
import type { ModelCache } from '../models/modelCache';
import type { Scheduler, Turn } from '../requestScheduler';
import { asPlainText, throughChatTemplate, type Framing } from '../sentences/framing';
import { measureSentences } from '../sentences/measureSentences';
import { measureVariants } from '../sentences/measureVariants';
import type { SentenceModel } from '../sentences/sentenceModel';
import type { SentenceModels } from '../sentences/sentenceModels';
import { writeAnswers } from '../sentences/writeAnswers';

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
  sentenceModels: SentenceModels,
): Pick<Inference, 'sentenceEffects' | 'variantEffects' | 'answers'> {
  /** Runs a request with a model that has been loaded, and the way in which it reads the prompt. */
  const measured = <Request extends MeasuredPrompt, Result>(
    request: Request,
    signal: AbortSignal,
    measure: (model: SentenceModel, framing: Framing, turn: Turn) => Promise<Result>,
  ): Promise<Result> =>
    scheduler.runInTurns('viewing', signal, async (turn) => {
      const [loaded, render] = await turn(async () => {
        const loaded = await models.causal(request.model);
        await models.toLookInside([request.model]);
        const isPlain = request.through === 'plain text';
        return [loaded, isPlain ? undefined : await models.chatTemplate(request.model)];
      });
      return sentenceModels.use(loaded, (model) => {
        const { tokenizer } = model;
        const framing = render ? throughChatTemplate(tokenizer, render) : asPlainText(tokenizer, request.text);
        return measure(model, framing, turn);
      });
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
