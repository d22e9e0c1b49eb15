import { execFileSync } from 'node:child_process';
import { contextLengthOf } from '../../src/inference/generation/causalModel';
import { commonPrefix, PrefixReader, type RememberingReader } from '../../src/inference/generation/prefixCachingReader';
import { leftContextTokens } from '../../src/inference/generation/leftContextTokens';
import { complete } from '../../src/inference/generation/generateCompletion';
import type { LoadedModel } from '../../src/inference/models/loadedModel';
import { completionRequest } from '../../test/helpers/completionRequest';
import { inferences, unhurried } from '../../test/helpers/inferences';
import { lowerIsBetter, type Row } from '../row';
import { CONTEXT } from './decodeAndPrefill';
import { mediansInTurns, timed } from './inTurns';
import type { LlamaCpp } from './llamaCpp';
import type { Pass } from './pass';

const MOST_MB = 600;

/**
 * Types the text that follows CONTEXT tokens, a letter at a time, and asks the process that runs the models for ghost
 * text after each; against llama.cpp with the same passes over the same tokens. Then the memory of that process.
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
  const keys = quick ? 10 : 60;
  const first = model.tokenizer.encode(text).ends[CONTEXT - 1]!;
  const passesOf = passesOfCompletion(model);
  const { inference, pid, stop } = inferences['in a forked process']!();
  try {
    const request = (typed: number) => completionRequest(text.slice(0, first + typed), { model: folder });
    // As in the editor, another model answers while this one is being loaded.
    await inference.complete({ ...request(0), mayFallBack: true }, unhurried);
    await inference.complete(request(0), unhurried);
    await llama.time(await passesOf(request(0)));
    const typed = { ours: 0, theirs: 0 };
    const { ours, theirs } = await mediansInTurns(keys, {
      ours: () => timed(() => inference.complete(request(++typed.ours), unhurried)),
      theirs: async () => llama.time(await passesOf(request(++typed.theirs))),
    });
    return [
      lowerIsBetter(
        `ms from key to suggestion after ${CONTEXT} tokens, ${keys} keys; against llama.cpp`,
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

/**
 * Tells with which passes llama.cpp answers a request after the one before: it reads what is new in the text, and then
 * writes the tokens that our generation writes.
 */
function passesOfCompletion(model: LoadedModel) {
  const contextLength = contextLengthOf(model);
  const inner = new PrefixReader(model, contextLength);
  const written: Int32Array[] = [];
  const reader: RememberingReader = {
    known: (ids) => inner.known(ids),
    millisecondsToRead: () => 0,
    read(ids, keep) {
      written.push(ids);
      return inner.read(ids, keep);
    },
  };
  const causal = { reader, tokenizer: model.tokenizer, contextLength };
  let before: Int32Array = new Int32Array(0);
  return async (request: Parameters<typeof complete>[1]): Promise<Pass[]> => {
    written.length = 0;
    await complete(causal, request);
    const text = leftContextTokens(causal, request).ids;
    const reads = [text, ...written.filter((ids) => commonPrefix(ids, text) < ids.length)];
    return reads.map((ids) => {
      const after = Math.min(commonPrefix(before, ids), ids.length - 1);
      before = ids;
      return { after, ids: [...ids.subarray(after)] };
    });
  };
}

/** On Linux and macOS. */
function residentMegabytes(pid: number): number {
  return (Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024) / 1e6;
}
