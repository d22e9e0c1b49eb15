import type { Engine } from '../../src/engines/engine';
import { connectEngine } from '../../src/engines/connectEngine';
import { engineModelId } from '../../src/engines/engineModelId';
import { remoteInference } from '../../src/engines/remoteInference';
import { completionRequest } from '../../test/helpers/completionRequest';
import { unhurried } from '../../test/helpers/inferences';
import { lowerIsBetter, timeAlternately, type Row } from '../row';
import { countersOf } from './counters';
import { CONTEXT_CHARACTERS, typedText } from './typedTexts';

const model = engineModelId('bench');

/** Keys before tokens are counted: a request that is left is still in its slot when the next one comes, which then takes the other. */
const WARM_UP = 20;

/** What llama.vscode sends (its defaults), on /completion: the model has no tokens for infilling. */
const LLAMA_VSCODE = {
  n_predict: 128,
  top_k: 40,
  top_p: 0.99,
  stream: false,
  samplers: ['top_k', 'top_p', 'infill'],
  cache_prompt: true,
  t_max_prompt_ms: 500,
  t_max_predict_ms: 500,
};

/**
 * Types a prompt behind 512 tokens, and asks llama-server for ghost text after each key: as Left Context does, and by the request that
 * llama.vscode would send.
 *
 * @param keys per way and measurement
 */
export async function againstLlamaVscode(url: string, keys: number): Promise<Row[]> {
  let generated = 0;
  const engine = counting(await connectEngine({ name: 'bench', url }, {}, unhurried), () => generated++);
  const inference = remoteInference(() => Promise.resolve(engine));
  const ours = (left: string) =>
    inference.complete(completionRequest(left, { model, level: 'normal', length: 'sentence' }), unhurried);
  const theirs = async (left: string) => {
    const body = JSON.stringify({ ...LLAMA_VSCODE, prompt: left });
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${url}/completion`, { method: 'POST', headers, body });
    if (!response.ok) throw new Error(`llama-server answered ${response.status}.`);
    return (await response.json()) as { tokens_predicted: number };
  };

  const next = { ours: CONTEXT_CHARACTERS, theirs: CONTEXT_CHARACTERS };
  const text = typedText(0, CONTEXT_CHARACTERS + keys + 1);
  const times = await timeAlternately(
    keys,
    () => ours(text.slice(0, next.ours++)),
    () => theirs(text.slice(0, next.theirs++)),
  );

  /** Tokens of the prompt that are read anew, and tokens that are written, once both slots of the server have read the text. */
  const evaluated = async (index: number, ask: (left: string) => Promise<unknown>, written: () => number) => {
    const typed = typedText(index, CONTEXT_CHARACTERS + keys);
    for (let end = CONTEXT_CHARACTERS - WARM_UP; end <= CONTEXT_CHARACTERS; end++) await ask(typed.slice(0, end));
    const [read, before] = [(await countersOf(url))('llamacpp:prompt_tokens_total'), written()];
    for (let end = CONTEXT_CHARACTERS + 1; end <= typed.length; end++) await ask(typed.slice(0, end));
    const readAfter = (await countersOf(url))('llamacpp:prompt_tokens_total');
    return (readAfter - read + written() - before) / keys;
  };
  const ourTokens = await evaluated(1, ours, () => generated);
  let predicted = 0;
  const theirTokens = await evaluated(
    2,
    async (left) => (predicted += (await theirs(left)).tokens_predicted),
    () => predicted,
  );
  return [
    lowerIsBetter(
      `ms from key to suggestion by llama-server behind 512 tokens, ${keys} keys; against llama.vscode's request`,
      times.ours,
      times.theirs,
      1,
    ),
    lowerIsBetter('tokens that llama-server evaluates a key; against the same', ourTokens, theirTokens, 1),
  ];
}

/** The same engine, which tells of each token that arrives. Of an answer that is left, one more is counted: it may be on its way. */
function counting(engine: Engine, arrived: () => void): Engine {
  return {
    ...engine,
    async *generate(prompt, options, signal) {
      let isWhole = false;
      try {
        for await (const token of engine.generate(prompt, options, signal)) {
          arrived();
          yield token;
        }
        isWhole = true;
      } finally {
        if (!isWhole) arrived();
      }
    },
  };
}
