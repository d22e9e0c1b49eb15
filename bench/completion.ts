/** Greedy generation after a long prompt: our pass over the session against transformers.js's own generate(). */
import '../src/inference/models/onnxRuntime.node';
import { AutoModelForCausalLM, env, Tensor } from '@xenova/transformers';
import { promptGpt } from '../src/core/models';
import { readOn } from '../src/inference/generation/causalPass';
import { likeliest } from '../src/inference/generation/likeliest';
import { loadModel, type LoadedModel } from '../src/inference/models/loadedModel';
import { models, samplePrompt } from '../test/helpers/fixtures';
import { inTurn, lowerIsBetter, type Row } from './row';

const NEW_TOKENS = 16;
const PROMPT_TOKENS = 400;

export async function completion(quick: boolean): Promise<Row[]> {
  env.allowRemoteModels = false;
  env.localModelPath = models;
  const model = await loadModel(promptGpt, 1);
  const stock = await AutoModelForCausalLM.from_pretrained(promptGpt.id, {
    device: 'auto',
    session_options: { executionProviders: ['cpu'], intraOpNumThreads: 1 },
  });
  const ids = model.tokenizer.encode(samplePrompt('research-assistant.md')).ids.slice(0, PROMPT_TOKENS);
  const size = [1, ids.length];
  const inputs = {
    input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), size),
    attention_mask: new Tensor('int64', new BigInt64Array(ids.length).fill(1n), size),
  };
  const { ours, theirs } = await inTurn(
    quick ? 10 : 40,
    () => greedy(model, ids),
    () => stock.generate({ ...inputs, max_new_tokens: NEW_TOKENS, min_new_tokens: NEW_TOKENS, do_sample: false }),
  );
  const what = `ms for ${NEW_TOKENS} tokens after ${PROMPT_TOKENS}, against transformers.js generate()`;
  return [lowerIsBetter(what, ours, theirs, 1)];
}

async function greedy(model: LoadedModel, ids: Int32Array): Promise<number[]> {
  let { logits, past } = await readOn(model, ids, undefined, 1);
  const generated: number[] = [];
  for (;;) {
    const { id } = likeliest(logits);
    generated.push(id);
    if (generated.length === NEW_TOKENS) return generated;
    ({ logits, past } = await readOn(model, Int32Array.of(id), past, 1));
  }
}
