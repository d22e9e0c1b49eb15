import '../src/inference/models/onnxRuntime.node';
import path from 'node:path';
import { env } from '@xenova/transformers';
import { promptGpt } from '../src/core/models/embeddedModels';
import type { CausalModel } from '../src/inference/generation/causalModel';
import { PrefixReader } from '../src/inference/generation/prefixCachingReader';
import { openNgram } from '../src/inference/generation/ngramReader.node';
import { loadedModel, models, root } from '../test/helpers/fixtures';
import { scorePassage } from './quality/nextWord';
import { samplePrompts, samplePassages, textsIn } from './quality/texts';
import { typeText } from './quality/typist';
import { higherIsBetter, lowerIsBetter, type Row } from './row';

const NGRAMS = path.join(root, 'bench', 'ngram', 'prompt-ngram.bin');
/** Number of passages to score, and their length in UTF-16 code units. */
const SCORED = { quick: 100, full: 479, length: 2500 };
/** Number of passages to type, their length, and that of the text before them, in UTF-16 code units. */
const TYPED = { quick: 25, full: 479, before: 1500, length: 120 };

/**
 * Quality of prompt-gpt against a Kneser-Ney 5-gram model of 16 MB from the same training text (training/ngram.py), on
 * held-out texts: `npm run bench -- quality FILE`. FILE has one JSON object with a `text` per line, plain or
 * xz-compressed; without it, the sample prompts of the tests are used. Both models run in the shipped code with default
 * settings; quality/nextWord.ts and quality/typist.ts define the measures.
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
    higherIsBetter('share of pauses with a suggestion', ours.suggested, theirs.suggested, 1),
    higherIsBetter('share of suggestions whose first word is right', ours.suggestedRight, theirs.suggestedRight, 1),
  ];
}

async function measure(model: CausalModel, texts: readonly string[], quick: boolean) {
  const score = { bits: 0, characters: 0, words: 0, wordsRight: 0 };
  for (const passage of samplePassages(texts, quick ? SCORED.quick : SCORED.full, SCORED.length)) {
    addTo(score, await scorePassage(model, passage));
  }
  const typing = { characters: 0, keys: 0, requests: 0, suggestions: 0, right: 0 };
  for (const passage of samplePassages(texts, quick ? TYPED.quick : TYPED.full, TYPED.before + TYPED.length)) {
    addTo(typing, await typeText(model, passage, Math.max(0, passage.length - TYPED.length)));
  }
  return {
    bitsPerCharacter: score.bits / score.characters,
    wordsRight: score.wordsRight / score.words,
    keysSaved: 1 - typing.keys / typing.characters,
    suggested: typing.suggestions / typing.requests,
    suggestedRight: typing.right / typing.suggestions,
  };
}

/** Adds each field of `more` to `total`. */
function addTo<Sums extends Record<keyof Sums, number>>(total: Sums, more: Sums): void {
  for (const key of Object.keys(total) as (keyof Sums)[]) total[key] = (total[key] + more[key]) as Sums[keyof Sums];
}
