import '../src/inference/models/onnxRuntime.node';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AutoTokenizer, env } from '@xenova/transformers';
import { Tokenizer as Native } from 'tokenizers';
import { promptBert } from '../src/core/models/embeddedModels';
import { IncrementalTokens } from '../src/core/tokens/reencodeEditedBlocks';
import { loadTokenizer } from '../src/inference/tokens/loadTokenizer';
import { models } from '../test/helpers/fixtures';
import { tokenizerFamilies } from '../test/helpers/tokenizerFamilies';
import { prose } from './tokens/prose';
import { textsIn } from './quality/texts';
import { openingDelay } from './tokens/opening';
import { lowerIsBetter, percentile, timeAlternately, type Row } from './row';

const FRAME_MS = 16;
// Lengths of texts, in UTF-16 code units.
const PROMPT_LENGTH = 100_000;
const LARGE_LENGTH = 5_000_000;
const FIRST_COUNT_LENGTH = 1_000_000;

/**
 * Speed of token counting: of a first count, and of updates after keystrokes. Uses the texts of FILE (one JSON object
 * with a `text` per line) or generated prose.
 */
export async function tokens(quick: boolean, file: string | undefined): Promise<Row[]> {
  env.allowRemoteModels = false;
  env.localModelPath = models;
  const text = file ? textsIn(file).join('\n\n') : prose(LARGE_LENGTH);
  if (text.length < FIRST_COUNT_LENGTH)
    throw new Error(`${file} has ${text.length} characters; at least ${FIRST_COUNT_LENGTH} are needed.`);
  return [
    await firstCount(text.slice(0, FIRST_COUNT_LENGTH), quick ? 3 : 20),
    ...(await throughReference(text, quick ? 2 : 9)),
    await recount(text.slice(0, PROMPT_LENGTH), quick ? 5 : 20),
    await recountLarge(text.repeat(Math.ceil(LARGE_LENGTH / text.length)).slice(0, LARGE_LENGTH), quick ? 200 : 1_000),
    await openingDelay(text.repeat(Math.ceil(LARGE_LENGTH / text.length)).slice(0, LARGE_LENGTH)),
  ];
}

/** A first count, each time by a new tokenizer whose cache is empty. */
async function firstCount(text: string, rounds: number): Promise<Row> {
  const native = Native.fromFile(path.join(models, promptBert.id, 'tokenizer.json'));
  const fresh = await Promise.all(
    Array.from({ length: rounds + 1 }, () => loadTokenizer(path.join(models, promptBert.id))),
  );
  const { ours, theirs } = await timeAlternately(
    rounds,
    () => Promise.resolve(new IncrementalTokens(fresh.pop()!, text).settle()),
    async () => (await native.encode(text, null, { addSpecialTokens: false })).getOffsets(),
  );
  return lowerIsBetter('ms to count 1 MB with spans; against Hugging Face’s native tokenizers', ours, theirs, 0.5);
}

/** A first count and an update through Hugging Face's own tokenizers, which a file needs that no encoder of ours covers. */
async function throughReference(text: string, rounds: number): Promise<Row[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'reference-'));
  try {
    const { definition } = tokenizerFamilies().find(({ name }) => name === 'Qwen 2.5')!;
    writeFileSync(path.join(folder, 'tokenizer.json'), JSON.stringify(definition));
    const [tokenizer, native] = [await loadTokenizer(folder), Native.fromString(JSON.stringify(definition))];
    const large = text.slice(0, FIRST_COUNT_LENGTH);
    const encodeWhole = async (whole: string) => {
      const encoding = await native.encode(whole, null, { addSpecialTokens: false });
      return [encoding.getIds(), encoding.getOffsets()];
    };
    const first = await timeAlternately(
      rounds,
      () => Promise.resolve(new IncrementalTokens(tokenizer, large).settle()),
      () => encodeWhole(large),
    );
    const document = new IncrementalTokens(tokenizer, text.slice(0, PROMPT_LENGTH));
    document.settle();
    const nextEdit = keystrokes(document.length);
    const update = await timeAlternately(
      rounds,
      () => {
        document.applyEdit(nextEdit());
        return Promise.resolve(document.settle());
      },
      () => encodeWhole(document.text()),
    );
    return [
      lowerIsBetter(
        'through the reference: ms to count 1 MB with spans; against calling it',
        first.ours,
        first.theirs,
        1 / 1.5,
      ),
      lowerIsBetter(
        'through the reference: ms to recount 100 kB after a key; against encoding it',
        update.ours,
        update.theirs,
        20,
      ),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Updates of a prompt's count. */
async function recount(text: string, rounds: number): Promise<Row> {
  const stock = await AutoTokenizer.from_pretrained(promptBert.id);
  const document = new IncrementalTokens(await loadTokenizer(path.join(models, promptBert.id)), text);
  document.settle();
  const nextEdit = keystrokes(document.length);
  const { ours, theirs } = await timeAlternately(
    rounds,
    () => {
      document.applyEdit(nextEdit());
      return Promise.resolve(document.settle());
    },
    () => Promise.resolve(stock.encode(text)),
  );
  return lowerIsBetter('ms to recount 100 kB after a keystroke; against transformers.js', ours, theirs, 50);
}

/** Updates of a large document's count, with the span of a token. */
async function recountLarge(text: string, keys: number): Promise<Row> {
  const document = new IncrementalTokens(await loadTokenizer(path.join(models, promptBert.id)), text);
  document.settle();
  const nextEdit = keystrokes(document.length);
  const times = Array.from({ length: keys }, () => {
    const start = performance.now();
    document.applyEdit(nextEdit());
    document.settle();
    document.spanOf(509);
    return performance.now() - start;
  });
  const what = `ms to recount 5 MB after a keystroke, 95th percentile of ${keys}; against a frame`;
  return lowerIsBetter(what, percentile(times, 0.95), FRAME_MS, 1);
}

/** Inserts one letter at a time, each 7 code units further on in the text. */
function keystrokes(length: number) {
  let count = 0;
  return () => {
    const offset = Math.floor((length / 2 + 7 * count) % length);
    return { offset, length: 0, text: 'etaoin shrdlu'[count++ % 13]! };
  };
}
