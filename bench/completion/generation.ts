import { fork } from 'node:child_process';
import path from 'node:path';
import { Tensor } from 'onnxruntime-node';
import type { ModelSpec } from '../../src/core/models/modelSpec';
import { forwardPass } from '../../src/inference/generation/forwardPass';
import { KeyValues } from '../../src/inference/generation/keyValues';
import { topToken } from '../../src/inference/generation/topTokens';
import { PrefixReader } from '../../src/inference/generation/prefixReader';
import type { LoadedModel } from '../../src/inference/models/loadedModel';
import { root } from '../../test/helpers/fixtures';
import { inTurn, lowerIsBetter, type Row } from '../row';
import { CONTEXT, keystrokes } from './keystrokes';

/**
 * 16 tokens after one keystroke in a prompt that fills the window, against transformers.js's text-generation. Each way
 * has a process, so that neither lives with the other's garbage and caches; they write in turn.
 */
export async function sixteenTokens({ id, label }: ModelSpec, rounds: number, goal: number): Promise<Row> {
  const [ours, stock] = [startWay('wayOurs.ts', id), startWay('wayPipeline.ts', id)];
  try {
    await Promise.all([ours.answered(), stock.answered()]);
    const times = await inTurn(rounds, ours.write, stock.write);
    const what = `ms for 16 tokens after a keystroke, ${label}; against pipeline('text-generation')`;
    return lowerIsBetter(what, times.ours, times.theirs, goal);
  } finally {
    ours.stop();
    stock.stop();
  }
}

/** Forks a way to write; its first answer says that it is ready. */
function startWay(script: string, id: string) {
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
  const write = () => {
    child.send('write');
    return answered();
  };
  return { answered, write, stop: () => child.kill() };
}

/** The first token after one keystroke, against reading the whole window. */
export async function firstToken(model: LoadedModel, rounds: number): Promise<Row> {
  const prompts = keystrokes(model.tokenizer, CONTEXT);
  const reader = new PrefixReader(model, CONTEXT);
  const nothing = new KeyValues(model, CONTEXT);
  const { ours, theirs } = await inTurn(
    rounds,
    () => reader.read(encoded(model, prompts.next().value), 1),
    () => {
      nothing.cut(0);
      return forwardPass(model, encoded(model, prompts.next().value), nothing, 1);
    },
  );
  return lowerIsBetter(`ms to the first token after a keystroke; against a prefill of ${CONTEXT}`, ours, theirs, 10);
}

/** One more token as we write it, against the bare session.run of the same graph on the same tensors. */
export async function oneMoreToken(model: LoadedModel, rounds: number): Promise<Row> {
  const ids = encoded(model, keystrokes(model.tokenizer, CONTEXT - 16).next().value);
  const past = new KeyValues(model, CONTEXT);
  await forwardPass(model, ids, past, 1);
  const length = ids.length + 1;
  const feeds = {
    ...copies(past.tensors()),
    input_ids: int64([5n], [1, 1]),
    attention_mask: int64(new Array<bigint>(length).fill(1n), [1, length]),
    position_ids: int64([BigInt(ids.length)], [1, 1]),
    num_logits_to_keep: int64([1n], []),
  };
  const outputs = model.session.outputNames.filter((name) => name === 'logits' || name.startsWith('present.'));
  const { ours, theirs } = await inTurn(
    rounds,
    async () => {
      past.cut(ids.length);
      return topToken(await forwardPass(model, Int32Array.of(5), past, 1));
    },
    () => model.session.run(feeds as never, outputs),
  );
  return lowerIsBetter('ms a token while decoding; against one bare session.run', ours, theirs, 1 / 1.15);
}

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
