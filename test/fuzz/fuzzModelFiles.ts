import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Inference } from '../../src/contracts/inference';
import { completionRequest } from '../helpers/completionRequest';
import { exportsFolder } from '../helpers/exports';
import { unhurried } from '../helpers/inferences';
import { CANARY, checkRefusal } from './answers';
import { DAMAGES } from './damage';
import { diceFor, type Dice } from './dice';
import { Cases, type FuzzFigures } from './figures';
import { Forked } from './forked';

const TEXT = `You are a ${CANARY}. Be brief, and ask.`;

/** Families, with the graphs of each that are kept: no more than are needed, so that damage strikes one that is read. */
const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  gpt2: ['onnx/model_quantized.onnx'],
  bert: ['onnx/model_quantized.onnx'],
  roberta: ['onnx/model_quantized.onnx'],
  llama: ['onnx/model_quantized.onnx'],
  gqa: ['onnx/model.onnx'],
  'bert/external': ['onnx/model.onnx', 'onnx/model.onnx_data'],
  t5: ['onnx/encoder_model_quantized.onnx', 'onnx/decoder_model_merged_quantized.onnx'],
};

/** Damaged model folders, to the real forked process: each question is answered, or refused in a sentence. */
export async function fuzzModelFiles(count: number, seed: number): Promise<FuzzFigures> {
  const cases = new Cases('model files');
  const place = mkdtempSync(path.join(tmpdir(), 'left-context-fuzz-'));
  const forked = new Forked();
  const deaths: string[] = [];
  try {
    await forked.inference.tokenize({ model: 'prompt-bert', text: 'a' }, unhurried);
    for (let number = 0; number < count; number++) {
      const dice = diceFor(seed, number);
      const folder = path.join(place, String(number));
      const name = makeDamaged(folder, number, dice);
      await cases.play(`case ${number} of seed ${seed}, ${name}`, () => askAll(forked, folder, dice));
      rmSync(folder, { recursive: true, force: true });
      if (cases.isHung) await forked.restart();
      if (!forked.isAlive) deaths.push(name);
      forked.revive();
    }
  } finally {
    await forked.stop();
    rmSync(place, { recursive: true, force: true });
  }
  return { ...cases.figures, deaths };
}

/** Copies a family's folder and damages a file of it; tells what was done. */
function makeDamaged(folder: string, number: number, dice: Dice): string {
  const families = Object.entries(FAMILIES);
  const [family, graphs] = families[number % families.length]!;
  const from = path.join(exportsFolder, family);
  mkdirSync(path.join(folder, 'onnx'), { recursive: true });
  const small = readdirSync(from).filter((file) => file.endsWith('.json'));
  for (const file of [...small, ...graphs]) copyFileSync(path.join(from, file), path.join(folder, file));
  const files = [...small, ...graphs];
  const [kind, damage] = dice.any(Object.entries(DAMAGES));
  return `${family}: ${kind}: ${damage(folder, files, dice)}`;
}

/** Asks for all that a feature asks of a model, one after the other until the process has ended. */
async function askAll({ inference }: Forked, model: string, dice: Dice): Promise<void> {
  for (const ask of questions(inference, model, dice)) {
    try {
      await ask();
    } catch (error) {
      // The product starts a process again that has ended; which cases did that is counted.
      if (error instanceof Error && /connection got disposed|is disposed|is closed/.test(error.message)) return;
      checkRefusal(error);
    }
  }
  await inference.release({ model }, unhurried);
}

function questions(inference: Inference, model: string, dice: Dice): readonly (() => Promise<unknown>)[] {
  const window = {
    models: [model],
    text: TEXT,
    focus: 9,
    windowTokens: 12,
    part: dice.any(['encoder', 'decoder', 'cross'] as const),
  };
  const look = {
    model,
    layer: dice.any([0, 1, 'mean', 'rollout'] as const),
    head: dice.any([0, 'mean', 'max'] as const),
  };
  return [
    () => inference.describe({ model }, unhurried).then(({ layers, heads }) => assert.ok(layers > 0 && heads > 0)),
    () => inference.tokenize({ model, text: TEXT }, unhurried),
    dice.any([
      () => inference.attend({ ...window, selections: [look] }, unhurried),
      () => inference.complete(completionRequest(TEXT, { model, length: 'word', confidence: 0 }), unhurried),
      () => inference.rewrite({ model, text: TEXT, maxTokens: 3 }, unhurried),
    ]),
  ];
}
