import type { CompletionRequest } from '../../src/contracts/completionRequests';
import { causalModel, contextLengthOf } from '../../src/inference/generation/causalModel';
import { commonPrefix, PrefixReader, type RememberingReader } from '../../src/inference/generation/prefixCachingReader';
import { leftContextTokens } from '../../src/inference/generation/leftContextTokens';
import { complete } from '../../src/inference/generation/generateCompletion';
import type { LoadedModel } from '../../src/inference/models/loadedModel';
import { completionRequest } from '../../test/helpers/completionRequest';
import { inferences, unhurried } from '../../test/helpers/inferences';
import { residentMegabytes } from '../large/memoryOfProcess';
import { lowerIsBetter, type Row } from '../row';
import { CONTEXT } from './decodeAndPrefill';
import { mediansInTurns, timed } from './inTurns';
import type { LlamaCpp } from './llamaCpp';
import type { Pass } from './pass';

const MOST_MB = 600;

/**
 * Types the text that follows CONTEXT tokens, a letter at a time, and asks the process that runs the models for ghost
 * text as the editor does: not while the text agrees with the suggestion before. Against llama.cpp reading the same text
 * and writing the same tokens. Then the memory of that process.
 *
 * @param folder the model's folder
 */
export async function keyToSuggestion(
  model: LoadedModel,
  folder: string,
  llama: LlamaCpp,
  text: string,
  quick: boolean,
): Promise<Row[]> {
  const first = model.tokenizer.encode(text).ends[CONTEXT - 1]!;
  const requests = await requestsWhileTyping(model, folder, text, first, quick ? 10 : 60);
  const { inference, pid, stop } = inferences['in a forked process']!();
  try {
    // As in the editor, another model answers while this one is being loaded.
    const start = completionRequest(text.slice(0, first), { model: folder });
    await inference.complete({ ...start, mayFallBack: true }, unhurried);
    await inference.complete(start, unhurried);
    const next = { ours: 0, theirs: 0 };
    // The first one warms up.
    const { ours, theirs } = await mediansInTurns(requests.length - 1, {
      ours: () => timed(() => inference.complete(requests[next.ours++]!.request, unhurried)),
      theirs: () => llama.time(requests[next.theirs++]!.passes),
    });
    return [
      lowerIsBetter(
        `ms from key to suggestion after ${CONTEXT} tokens, ${requests.length - 1} requests; against llama.cpp`,
        ours,
        theirs,
        1 / 0.8,
      ),
      lowerIsBetter(`MB resident of the process that writes; against ${MOST_MB}`, residentMegabytes(pid), MOST_MB, 1),
    ];
  } finally {
    stop();
  }
}

/** A request, and the passes by which llama.cpp answers it after the one before. */
interface TypedRequest {
  readonly request: CompletionRequest;
  readonly passes: readonly Pass[];
}

/**
 * The requests of somebody who types on from `first`, and as many more as `count`. llama.cpp reads what is new in the text,
 * and then writes the tokens that our generation writes.
 */
async function requestsWhileTyping(
  model: LoadedModel,
  folder: string,
  text: string,
  first: number,
  count: number,
): Promise<TypedRequest[]> {
  const contextLength = contextLengthOf(model);
  const inner = new PrefixReader(model, contextLength);
  const written: Int32Array[] = [];
  const reader: RememberingReader = {
    known: (ids) => inner.known(ids),
    millisecondsToRead: () => 0,
    isStepwise: false,
    read(ids, keep) {
      written.push(ids);
      return inner.read(ids, keep);
    },
  };
  const causal = { ...causalModel(model), reader };
  const requests: TypedRequest[] = [];
  let before: Int32Array = new Int32Array(0);
  let suggested = '';
  for (let end = first; requests.length <= count && end <= text.length; end++) {
    const left = text.slice(0, end);
    if (suggested.length > left.length && suggested.startsWith(left)) continue;
    const request = completionRequest(left, { model: folder });
    written.length = 0;
    const [continuation = ''] = (await complete(causal, request)).texts;
    suggested = left + continuation;
    const whole = leftContextTokens(causal, request).ids;
    const reads = [whole, ...written.filter((ids) => commonPrefix(ids, whole) < ids.length)];
    const passes = reads.map((ids) => {
      const after = Math.min(commonPrefix(before, ids), ids.length - 1);
      before = ids;
      return { after, ids: [...ids.subarray(after)] };
    });
    requests.push({ request, passes });
  }
  return requests;
}
