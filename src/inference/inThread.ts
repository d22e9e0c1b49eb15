import type { Inference } from '../contracts/inference';
import { LONGEST_CONTEXT } from '../core/contextWindow';
import { Attend } from './attention/attend';
import { complete, type Writer } from './generation/complete';
import { PrefixReader } from './generation/reader';
import { see } from './generation/see';
import { Lane } from './lane';
import type { LoadedModel } from './models/loadedModel';
import type { Models } from './models/models';

/** Answers from models in this very thread, one pass at a time; passes block it. */
export function inThread(models: Models): Inference {
  const lane = new Lane();
  const attend = new Attend();
  const writers = new WeakMap<LoadedModel, Writer>();
  const writerOf = (model: LoadedModel): Writer => {
    const contextLength = Math.min(model.spec.contextLength, LONGEST_CONTEXT);
    const writer = writers.get(model) ?? {
      tokenizer: model.tokenizer,
      reader: new PrefixReader(model, contextLength),
      contextLength,
    };
    writers.set(model, writer);
    return writer;
  };
  return {
    complete: (request, signal, onProgress) =>
      lane.run('typing', signal, async () =>
        complete(writerOf(await models.causal(request.model)), request, signal, onProgress),
      ),
    see: (request, signal) =>
      lane.run('counting', signal, async () => see(writerOf(await models.causal(request.model)), request)),
    tokenize: (request, signal) =>
      lane.run('counting', signal, async () => (await models.get(request.model)).tokenizer.encode(request.text)),
    attend: (request, signal) =>
      lane.run('looking', signal, async () => attend.run(await models.get(request.model), request)),
  };
}
