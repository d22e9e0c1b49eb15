import '../src/inference/models/onnxRuntime.node';
import path from 'node:path';
import { env } from '@xenova/transformers';
import { promptGpt } from '../src/core/models/modelSpec';
import type { Writer } from '../src/inference/generation/complete';
import { PrefixReader } from '../src/inference/generation/prefixReader';
import { openNgram } from '../src/inference/generation/ngramReader.node';
import { loadedModel, models, root } from '../test/helpers/fixtures';
import { scorePassage } from './quality/nextWord';
import { samplePrompts, spread, textsIn } from './quality/texts';
import { type } from './quality/typist';
import { higherIsBetter, lowerIsBetter, type Row } from './row';

const NGRAMS = path.join(root, 'bench', 'ngram', 'prompt-ngram.bin');
/** How many passages are scored and typed, and how many UTF-16 code units each has. */
const SCORED = { quick: 100, full: 479, length: 2500 };
const TYPED = { quick: 25, full: 479, before: 1500, length: 120 };

/**
 * How good prompt-gpt is, against a Kneser-Ney 5-gram model of 16 MB made from the same text (training/ngram.py), on
 * texts that neither has seen: `npm run bench -- quality FILE`, JSON objects one a line with a `text`, plain or
 * xz-compressed; without a file, on the sample prompts of the tests. Both go through the code that ships, with the
 * settings' defaults; quality/nextWord.ts and quality/typist.ts say what is counted.
 */
export async function quality(quick: boolean, file: string | undefined): Promise<Row[]> {
  env.allowRemoteModels = false;
  env.localModelPath = models;
  const model = await loadedModel(promptGpt.id);
  const gpt = {
    reader: new PrefixReader(model, 512),
    tokenizer: model.tokenizer,
    contextLength: promptGpt.contextLength,
  };
  const ngram = { ...gpt, reader: await openNgram(NGRAMS) };

  const texts = file ? textsIn(file) : samplePrompts();
  const ours = await measure(gpt, texts, quick);
  const theirs = await measure(ngram, texts, quick);
  return [
    lowerIsBetter('bits per character', ours.bitsPerCharacter, theirs.bitsPerCharacter, 1),
    higherIsBetter('share of next words right', ours.wordsRight, theirs.wordsRight, 1.3),
    higherIsBetter('share of keystrokes saved', ours.keysSaved, theirs.keysSaved, 1.3),
    higherIsBetter('share of pauses with a suggestion', ours.shown, theirs.shown, 1),
    higherIsBetter('share of suggestions whose first word is right', ours.shownRight, theirs.shownRight, 1),
  ];
}

async function measure(writer: Writer, texts: readonly string[], quick: boolean) {
  const score = { bits: 0, characters: 0, words: 0, wordsRight: 0 };
  for (const passage of spread(texts, quick ? SCORED.quick : SCORED.full, SCORED.length)) {
    addTo(score, await scorePassage(writer, passage));
  }
  const session = { characters: 0, keys: 0, asked: 0, shown: 0, right: 0 };
  for (const passage of spread(texts, quick ? TYPED.quick : TYPED.full, TYPED.before + TYPED.length)) {
    addTo(session, await type(writer, passage, Math.max(0, passage.length - TYPED.length)));
  }
  return {
    bitsPerCharacter: score.bits / score.characters,
    wordsRight: score.wordsRight / score.words,
    keysSaved: 1 - session.keys / session.characters,
    shown: session.shown / session.asked,
    shownRight: session.right / session.shown,
  };
}

function addTo<Sums extends Record<keyof Sums, number>>(total: Sums, more: Sums): void {
  for (const key of Object.keys(total) as (keyof Sums)[]) total[key] = (total[key] + more[key]) as Sums[keyof Sums];
}
