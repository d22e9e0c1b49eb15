import type { Inference } from '../contracts/inference';
import { Attend } from './attention/attend';
import { complete } from './generation/complete';
import { Lane } from './lane';
import { PrefixReader } from './generation/reader';
import type { EmbeddedModels } from './models/embeddedModels';
import type { LoadedModel } from './models/loadedModel';

/** Answers from models in this very thread, one pass at a time; passes block it. */
export function inThread(models: EmbeddedModels): Inference {
  const lane = new Lane();
  const attend = new Attend();
  const readers = new WeakMap<LoadedModel, PrefixReader>();
  return {
    complete: (request, signal) =>
      lane.run('typing', signal, async () => {
        const model = await models.get(request.model);
        if (model.spec.task !== 'causal') {
          throw new Error(
            `${model.spec.label} has no language-modelling head and cannot continue a text. Choose a GPT.`,
          );
        }
        const reader = readers.get(model) ?? new PrefixReader(model);
        readers.set(model, reader);
        return complete({ reader, ...model, contextLength: model.spec.contextLength }, request, signal);
      }),
    tokenize: (request, signal) =>
      lane.run('counting', signal, async () => (await models.get(request.model)).tokenizer.encode(request.text)),
    attend: (request, signal) =>
      lane.run('looking', signal, async () => attend.run(await models.get(request.model), request)),
  };
}
