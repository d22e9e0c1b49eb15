import '../src/inference/models/onnxRuntime.node';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { env } from '@xenova/transformers';
import { promptGpt } from '../src/core/models/embeddedModels';
import { causalModel, type CausalModel } from '../src/inference/generation/causalModel';
import { openNgram } from '../src/inference/generation/ngramReader.node';
import { loadedModel, models, root } from '../test/helpers/fixtures';
import { isHeldOut } from './quality/heldOut';
import { scorePassage } from './quality/nextWord';
import { samplePrompts, samplePassages, textsIn } from './quality/texts';
import { addTo, NOTHING_TYPED, typeText } from './typist';
import { higherIsBetter, lowerIsBetter, type Row } from './row';

const NGRAMS = path.join(root, 'bench', 'ngram', 'prompt-ngram.bin');
const SMOLLM2 = path.join(root, 'packs', 'smollm2', 'models', 'smollm2');
/** Lengths in UTF-16 code units of what is scored and typed, and of the text left of it: at most, and at least. */
const LENGTH = { scored: 1200, typed: 120, before: 2400, leastBefore: 400 };

/** Numbers of passages to score and to type. */
interface Counts {
  readonly scored: number;
  readonly typed: number;
}

/**
 * Quality of prompt-gpt against a Kneser-Ney 5-gram model of 16 MB from the same training text (training/ngram.py), and of
 * the pack's SmolLM2 against prompt-gpt, on held-out texts: `npm run bench -- quality FILE`. FILE has one JSON object
 * with a `text` per line, plain or xz-compressed; without it, the sample prompts of the tests are used. All run in the
 * shipped code with default settings, and read as many tokens to the left as in the editor; quality/nextWord.ts and
 * typist.ts define the measures.
 */
export async function quality(quick: boolean, file: string | undefined): Promise<Row[]> {
  env.allowRemoteModels = false;
  env.localModelPath = models;
  const gpt = await reading(promptGpt.id);
  const ngram = { ...gpt, reader: await openNgram(NGRAMS) };

  const texts = file ? textsIn(file) : samplePrompts();
  const counts = quick ? { scored: 100, typed: 25 } : { scored: 479, typed: 479 };
  const ours = await measure(gpt, texts, counts);
  const theirs = await measure(ngram, texts, counts);
  return [
    lowerIsBetter('bits per character', ours.bitsPerCharacter, theirs.bitsPerCharacter, 1),
    higherIsBetter('share of next words right', ours.wordsRight, theirs.wordsRight, 1.3),
    higherIsBetter('share of keystrokes saved', ours.keysSaved, theirs.keysSaved, 1.3),
    higherIsBetter('share of pauses with a suggestion', ours.suggested, theirs.suggested, 1),
    higherIsBetter('share of suggestions whose first word is right', ours.suggestedRight, theirs.suggestedRight, 1),
    ...(await qualityOfSmolLM2(gpt, texts, quick)),
  ];
}

/**
 * SmolLM2 against prompt-gpt, on fewer passages, since it takes 20 times as long. On texts of prompt-gpt's own sources it
 * has to be as good; on others, better.
 */
async function qualityOfSmolLM2(gpt: CausalModel, texts: readonly string[], quick: boolean): Promise<Row[]> {
  if (!existsSync(SMOLLM2)) {
    console.log('Left out: SmolLM2. Make it with node scripts/packModels.js.');
    return [];
  }
  const counts = quick ? { scored: 4, typed: 2 } : { scored: 120, typed: 60 };
  const ours = await measure(await reading(SMOLLM2), texts, counts);
  const theirs = await measure(gpt, texts, counts);
  const goal = texts.some(isHeldOut) ? { words: 1, keys: 1 } : { words: 1.4, keys: 1.25 };
  const of = 'of SmolLM2; against prompt-gpt';
  return [
    lowerIsBetter(`bits per character ${of}`, ours.bitsPerCharacter, theirs.bitsPerCharacter, 1),
    higherIsBetter(`share of next words right ${of}`, ours.wordsRight, theirs.wordsRight, goal.words),
    higherIsBetter(`share of keystrokes saved ${of}`, ours.keysSaved, theirs.keysSaved, goal.keys),
  ];
}

async function reading(id: string): Promise<CausalModel> {
  return causalModel(await loadedModel(id));
}

async function measure(model: CausalModel, texts: readonly string[], counts: Counts) {
  const score = { bits: 0, characters: 0, words: 0, wordsRight: 0 };
  for (const passage of samplePassages(texts, counts.scored, LENGTH.before + LENGTH.scored)) {
    const from = Math.max(LENGTH.leastBefore, passage.length - LENGTH.scored);
    addTo(score, await scorePassage(model, passage, from));
  }
  const typing = { ...NOTHING_TYPED };
  for (const passage of samplePassages(texts, counts.typed, LENGTH.before + LENGTH.typed)) {
    addTo(typing, await typeText(model, passage, { start: Math.max(0, passage.length - LENGTH.typed) }));
  }
  return {
    bitsPerCharacter: score.bits / score.characters,
    wordsRight: score.wordsRight / score.words,
    keysSaved: 1 - typing.keys / typing.characters,
    suggested: typing.suggestions / typing.requests,
    suggestedRight: typing.right / typing.suggestions,
  };
}
