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
import { FuzzCases, type FuzzFigures } from './figures';
import { ForkedInference } from './forked';

const TEXT = `You are a ${CANARY}. Be brief, and ask.`;

/** The graphs kept of each family: only those that are read, so that damage always matters. */
const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  gpt2: ['onnx/model_quantized.onnx'],
  bert: ['onnx/model_quantized.onnx'],
  roberta: ['onnx/model_quantized.onnx'],
  llama: ['onnx/model_quantized.onnx'],
  gqa: ['onnx/model.onnx'],
  'bert/external': ['onnx/model.onnx', 'onnx/model.onnx_data'],
  t5: ['onnx/encoder_model_quantized.onnx', 'onnx/decoder_model_merged_quantized.onnx'],
};

/** Gives damaged model folders to a forked process: each request must be answered, or refused with a proper message. */
export async function fuzzModelFiles(count: number, seed: number): Promise<FuzzFigures> {
  const cases = new FuzzCases('model files');
  const place = mkdtempSync(path.join(tmpdir(), 'left-context-fuzz-'));
  const forked = new ForkedInference();
  const crashes: string[] = [];
  try {
    await forked.inference.tokenize({ model: 'prompt-bert', text: 'a' }, unhurried);
    for (let number = 0; number < count; number++) {
      const dice = diceFor(seed, number);
      const folder = path.join(place, String(number));
      const name = makeDamaged(folder, number, dice);
      await cases.run(`case ${number} of seed ${seed}, ${name}`, () => requestAll(forked, folder, dice));
      rmSync(folder, { recursive: true, force: true });
      if (cases.isHung) await forked.restart();
      if (!forked.isAlive) crashes.push(name);
      forked.revive();
    }
  } finally {
    await forked.stop();
    rmSync(place, { recursive: true, force: true });
  }
  return { ...cases.figures, crashes };
}

/** Copies a family's folder and damages one of its files. Returns a description. */
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

/** Sends the requests that features send to a model, one after the other until the process ends. */
async function requestAll({ inference }: ForkedInference, model: string, dice: Dice): Promise<void> {
  for (const request of requestsFor(inference, model, dice)) {
    try {
      await request();
    } catch (error) {
      // The product restarts a process that has ended; the test counts these cases.
      if (error instanceof Error && /connection got disposed|is disposed|is closed/.test(error.message)) return;
      checkRefusal(error);
    }
  }
  await inference.release({ model }, unhurried);
}

function requestsFor(inference: Inference, model: string, dice: Dice): readonly (() => Promise<unknown>)[] {
  const window = {
    models: [model],
    text: TEXT,
    focus: 9,
    windowTokens: 12,
    part: dice.any(['encoder', 'decoder', 'cross'] as const),
  };
  const selection = {
    model,
    layer: dice.any([0, 1, 'mean', 'rollout'] as const),
    head: dice.any([0, 'mean', 'max'] as const),
  };
  return [
    () => inference.describe({ model }, unhurried).then(({ layers, heads }) => assert.ok(layers > 0 && heads > 0)),
    () => inference.tokenize({ model, text: TEXT }, unhurried),
    dice.any([
      () => inference.attend({ ...window, selections: [selection] }, unhurried),
      () => inference.complete(completionRequest(TEXT, { model, length: 'word', confidence: 0 }), unhurried),
      () => inference.rewrite({ model, text: TEXT, maxTokens: 3 }, unhurried),
    ]),
  ];
}
