import '../src/inference/models/onnxRuntime.node';
import path from 'node:path';
import { AutoTokenizer, env } from '@xenova/transformers';
import { Tokenizer as Native } from 'tokenizers';
import { promptBert } from '../src/core/models/modelSpec';
import { IncrementalTokens } from '../src/core/tokens/incrementalTokens';
import { loadTokenizer } from '../src/inference/tokens/tokenizer';
import { models } from '../test/helpers/fixtures';
import { prose } from './tokens/prose';
import { textsIn } from './quality/texts';
import { openingDelay } from './tokens/opening';
import { inTurn, lowerIsBetter, percentile, type Row } from './row';

const FRAME_MS = 16;
const PROMPT = 100_000;
const LARGE = 5_000_000;
const FIRST = 1_000_000;

/**
 * How fast tokens are counted, on the texts of FILE (JSON objects one a line with a `text`) or on made-up prose: after a
 * keystroke, and from the beginning.
 */
export async function tokens(quick: boolean, file: string | undefined): Promise<Row[]> {
  env.allowRemoteModels = false;
  env.localModelPath = models;
  const text = file ? textsIn(file).join('\n\n') : prose(LARGE);
  if (text.length < FIRST) throw new Error(`${file} has ${text.length} characters; at least ${FIRST} are needed.`);
  return [
    await firstCount(text.slice(0, FIRST), quick ? 3 : 20),
    await recount(text.slice(0, PROMPT), quick ? 5 : 20),
    await recountLarge(text.repeat(Math.ceil(LARGE / text.length)).slice(0, LARGE), quick ? 200 : 1_000),
    await openingDelay(text.repeat(Math.ceil(LARGE / text.length)).slice(0, LARGE)),
  ];
}

/** From nothing, each time by a tokenizer that has seen no text yet. */
async function firstCount(text: string, rounds: number): Promise<Row> {
  const native = Native.fromFile(path.join(models, promptBert.id, 'tokenizer.json'));
  const fresh = await Promise.all(Array.from({ length: rounds + 1 }, () => loadTokenizer(promptBert.id)));
  const { ours, theirs } = await inTurn(
    rounds,
    () => Promise.resolve(new IncrementalTokens(fresh.pop()!, text).settle()),
    async () => (await native.encode(text, null, { addSpecialTokens: false })).getOffsets(),
  );
  return lowerIsBetter('ms to count 1 MB with spans; against Hugging Face’s native tokenizers', ours, theirs, 0.5);
}

async function recount(text: string, rounds: number): Promise<Row> {
  const stock = await AutoTokenizer.from_pretrained(promptBert.id);
  const held = new IncrementalTokens(await loadTokenizer(promptBert.id), text);
  held.settle();
  const key = keystrokes(held.length);
  const { ours, theirs } = await inTurn(
    rounds,
    () => {
      held.applyEdit(key());
      return Promise.resolve(held.settle());
    },
    () => Promise.resolve(stock.encode(text)),
  );
  return lowerIsBetter('ms to recount 100 kB after a keystroke; against transformers.js', ours, theirs, 50);
}

async function recountLarge(text: string, keys: number): Promise<Row> {
  const held = new IncrementalTokens(await loadTokenizer(promptBert.id), text);
  held.settle();
  const key = keystrokes(held.length);
  const times = Array.from({ length: keys }, () => {
    const start = performance.now();
    held.applyEdit(key());
    held.settle();
    held.spanOf(509);
    return performance.now() - start;
  });
  const what = `ms to recount 5 MB after a keystroke, 95th percentile of ${keys}; against a frame`;
  return lowerIsBetter(what, percentile(times, 0.95), FRAME_MS, 1);
}

/** Letters typed one after the other, at a place that moves on through the text. */
function keystrokes(length: number) {
  let typed = 0;
  return () => {
    const offset = Math.floor((length / 2 + 7 * typed) % length);
    return { offset, length: 0, text: 'etaoin shrdlu'[typed++ % 13]! };
  };
}
