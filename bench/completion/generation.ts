import { fork } from 'node:child_process';
import path from 'node:path';
import { Tensor } from 'onnxruntime-node';
import type { ModelSpec } from '../../src/core/models/modelSpec';
import { forwardPass } from '../../src/inference/generation/decoderForwardPass';
import { KeyValues } from '../../src/inference/generation/keyValuesWithoutGaps';
import { topToken } from '../../src/inference/generation/topTokens';
import { PrefixReader } from '../../src/inference/generation/prefixCachingReader';
import type { LoadedModel } from '../../src/inference/models/loadedModel';
import { root } from '../../test/helpers/fixtures';
import { lowerIsBetter, timeAlternately, type Row } from '../row';
import { CONTEXT, keystrokes } from './keystrokes';

/**
 * Generates 16 tokens after one keystroke in a prompt that fills the context window, against transformers.js's
 * text-generation pipeline. Each runs in its own process, so that neither suffers from the other's garbage and caches;
 * they alternate.
 */
export async function sixteenTokens({ id, label }: ModelSpec, rounds: number, goal: number): Promise<Row> {
  const [ours, pipeline] = [startGenerator('ourGeneration.ts', id), startGenerator('pipelineGeneration.ts', id)];
  try {
    await Promise.all([ours.answered(), pipeline.answered()]);
    const times = await timeAlternately(rounds, ours.generate, pipeline.generate);
    const what = `ms for 16 tokens after a keystroke, ${label}; against pipeline('text-generation')`;
    return lowerIsBetter(what, times.ours, times.theirs, goal);
  } finally {
    ours.stop();
    pipeline.stop();
  }
}

/** Forks a script that generates on request; its first answer means that it is ready. */
function startGenerator(script: string, id: string) {
  const child = fork(path.join(root, 'bench', 'completion', script), [id]);
  const answered = () =>
    new Promise<void>((resolve, reject) => {
      const ended = (code: number | null) => reject(new Error(`${script} ended with code ${code}.`));
      child.once('exit', ended);
      child.once('message', () => {
        child.off('exit', ended);
        resolve();
      });
    });
  const generate = () => {
    child.send('generate');
    return answered();
  };
  return { answered, generate, stop: () => child.kill() };
}

/** Time to the first token after one keystroke, against a prefill of the whole context window. */
export async function firstToken(model: LoadedModel, rounds: number): Promise<Row> {
  const prompts = keystrokes(model.tokenizer, CONTEXT);
  const reader = new PrefixReader(model, CONTEXT);
  const emptyCache = new KeyValues(model, CONTEXT);
  const { ours, theirs } = await timeAlternately(
    rounds,
    () => reader.read(encoded(model, prompts.next().value), 1),
    () => {
      emptyCache.cut(0);
      return forwardPass(model, encoded(model, prompts.next().value), emptyCache, 1);
    },
  );
  return lowerIsBetter(`ms to the first token after a keystroke; against a prefill of ${CONTEXT}`, ours, theirs, 10);
}

/** Our decoding of one token, against a bare session.run of the same graph on the same tensors. */
export async function oneMoreToken(model: LoadedModel, rounds: number): Promise<Row> {
  const ids = encoded(model, keystrokes(model.tokenizer, CONTEXT - 16).next().value);
  const past = new KeyValues(model, CONTEXT);
  await forwardPass(model, ids, past, 1);
  const length = ids.length + 1;
  const feeds = {
    ...copies(past.inputs()),
    input_ids: int64([5n], [1, 1]),
    attention_mask: int64(new Array<bigint>(length).fill(1n), [1, length]),
    position_ids: int64([BigInt(ids.length)], [1, 1]),
    num_logits_to_keep: int64([1n], []),
  };
  const outputs = model.session.outputNames.filter((name) => name === 'logits' || name.startsWith('present.'));
  const { ours, theirs } = await timeAlternately(
    rounds,
    async () => {
      past.cut(ids.length);
      return topToken(await forwardPass(model, Int32Array.of(5), past, 1));
    },
    () => model.session.run(feeds as never, outputs),
  );
  return lowerIsBetter('ms a token while decoding; against one bare session.run', ours, theirs, 1 / 1.15);
}

/** Tensors with copies of the data. */
function copies(tensors: Record<string, Tensor>): Record<string, Tensor> {
  const entries = Object.entries(tensors).map(([name, { data, dims }]) => [
    name,
    new Tensor('float32', data.slice(), dims),
  ]);
  return Object.fromEntries(entries);
}

function encoded({ tokenizer }: LoadedModel, text: string): Int32Array {
  return tokenizer.encode(text).ids;
}

function int64(values: bigint[], size: number[]): Tensor {
  return new Tensor('int64', BigInt64Array.from(values), size);
}
