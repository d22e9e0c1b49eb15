import { pipeline, Tensor, type TextGenerationPipeline } from '@xenova/transformers';
import { readOn, roomFor } from '../../src/inference/generation/causalPass';
import { likeliest } from '../../src/inference/generation/likeliest';
import { PrefixReader } from '../../src/inference/generation/reader';
import type { LoadedModel } from '../../src/inference/models/loadedModel';
import { samplePrompt } from '../../test/helpers/fixtures';
import { inTurn, lowerIsBetter, type Row } from '../row';

const NEW_TOKENS = 16;
const CONTEXT = 512;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** 16 tokens after one keystroke in a prompt that fills the window, against transformers.js's text-generation. */
export async function sixteenTokens(model: LoadedModel, rounds: number, goal: number): Promise<Row> {
  const { tokenizer, spec } = model;
  const stock = (await pipeline('text-generation', spec.id, {
    device: 'auto',
    session_options: { executionProviders: ['cpu'], intraOpNumThreads: 1 },
  })) as TextGenerationPipeline;
  const prompts = keystrokes(model, CONTEXT - NEW_TOKENS - 1);
  const reader = new PrefixReader(model, CONTEXT);
  const { ours, theirs } = await inTurn(
    rounds,
    async () => {
      let ids = Int32Array.of(tokenizer.endOfText, ...tokenizer.encode(prompts.next().value).ids);
      for (let written = 0; written < NEW_TOKENS; written++) {
        ids = Int32Array.of(...ids, likeliest(await reader.read(ids, 1)).id);
      }
    },
    () => stock(prompts.next().value, { min_new_tokens: NEW_TOKENS, max_new_tokens: NEW_TOKENS, do_sample: false }),
  );
  const what = `ms for ${NEW_TOKENS} tokens after a keystroke, ${spec.label}; against pipeline('text-generation')`;
  return lowerIsBetter(what, ours, theirs, goal);
}

/** The first token after one keystroke, against reading the whole window. */
export async function firstToken(model: LoadedModel, rounds: number): Promise<Row> {
  const prompts = keystrokes(model, CONTEXT);
  const room = roomFor(model, CONTEXT);
  const reader = new PrefixReader(model, 512);
  const { ours, theirs } = await inTurn(
    rounds,
    () => reader.read(encoded(model, prompts.next().value), 1),
    () => readOn(model, encoded(model, prompts.next().value), undefined, 1, room),
  );
  return lowerIsBetter(`ms to the first token after a keystroke; against a prefill of ${CONTEXT}`, ours, theirs, 10);
}

/** One more token as we write it, against the bare session.run of the same graph on the same tensors. */
export async function oneMoreToken(model: LoadedModel, rounds: number): Promise<Row> {
  const ids = encoded(model, keystrokes(model, CONTEXT - NEW_TOKENS).next().value);
  const { past } = await readOn(model, ids, undefined, 1, roomFor(model, CONTEXT));
  const room = roomFor(model, CONTEXT);
  const length = ids.length + 1;
  const feeds = {
    ...past.tensors,
    input_ids: int64([5n], [1, 1]),
    attention_mask: int64(new Array<bigint>(length).fill(1n), [1, length]),
    position_ids: int64([BigInt(ids.length)], [1, 1]),
    num_logits_to_keep: int64([1n], []),
  };
  const outputs = model.session.outputNames.filter((name) => name === 'logits' || name.startsWith('present.'));
  const { ours, theirs } = await inTurn(
    rounds,
    async () => likeliest((await readOn(model, Int32Array.of(5), past, 1, room)).logits),
    () => model.session.run(feeds as never, outputs),
  );
  return lowerIsBetter('ms a token while decoding; against one bare session.run', ours, theirs, 1 / 1.15);
}

/** A prompt of `length` tokens again and again, with another letter as its last each time. */
function* keystrokes({ tokenizer }: LoadedModel, length: number): Generator<string, never> {
  const text = samplePrompt('research-assistant.md');
  const { ids, ends } = tokenizer.encode(text);
  if (ids.length < length) throw new Error(`The sample prompt has ${ids.length} tokens; ${length} are needed.`);
  for (let key = 0; ; key = (key + 1) % LETTERS.length) yield `${text.slice(0, ends[length - 2])} ${LETTERS[key]}`;
}

function encoded({ tokenizer }: LoadedModel, text: string): Int32Array {
  return tokenizer.encode(text).ids;
}

function int64(values: bigint[], size: number[]): Tensor {
  return new Tensor('int64', BigInt64Array.from(values), size);
}
