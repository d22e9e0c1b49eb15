import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Inference } from '../../src/contracts/inference';
import { poolVectors } from '../../src/core/inside/averageTokenVectors';
import { tableOf } from '../../src/core/inside/vectorSimilarity';
import { sentencesIn } from '../../src/core/text/sentencesIn';
import { root } from '../../test/helpers/fixtures';
import { inferences, unhurried } from '../../test/helpers/inferences';
import { higherIsBetter, lowerIsBetter, type Row } from '../row';
import { pythonWith } from '../weights/pythonWith';
import { putGgufTogether } from '../weights/ggufOfPack';
import { MINILM, SMOLLM2 } from './packModels';

const PACKAGES = ['torch', 'transformers', 'gguf', 'accelerate', 'onnx', 'onnxruntime'];
/** Tokens of a passage in which sinks are searched. */
const LENGTH = 400;
const PAIRS = 60;
const LONGEST_SENTENCE = 300;

/** What training/large_reference.py prints. */
interface Reference {
  readonly sinks: readonly (readonly number[])[];
  readonly cosines: readonly number[];
}

/** Attention sinks of SmolLM2, and pairs of sentences by MiniLM, against PyTorch. Left out, with a note, without PyTorch. */
export async function againstPyTorch(passages: readonly string[]): Promise<Row[]> {
  const python = pythonWith(PACKAGES, 'sinks and sentences against PyTorch');
  if (python === undefined) return [];
  const pairs = pairsIn(passages).slice(0, PAIRS);
  const { inference, stop } = inferences['in a forked process']!();
  try {
    const ids: number[][] = [];
    const sinks: (readonly number[])[] = [];
    for (const passage of passages) {
      const tokens = await inference.tokenize({ model: SMOLLM2, text: passage }, unhurried);
      ids.push([...tokens.ids.subarray(0, LENGTH)]);
      sinks.push(await sinksIn(inference, passage.slice(0, tokens.ends[LENGTH - 1])));
    }
    const reference = referenceOf(python, { passages: ids, pairs });
    const common = sinks.flatMap((own, index) => own.filter((sink) => reference.sinks[index]!.includes(sink))).length;
    const [ours, theirs] = [sinks.flat().length, reference.sinks.flat().length];
    const differences: number[] = [];
    for (const [index, [one, other]] of pairs.entries()) {
      const cosine = cosineOf(await embedding(inference, one), await embedding(inference, other));
      differences.push(Math.abs(cosine - reference.cosines[index]!));
    }
    return [
      higherIsBetter(
        `sinks in ${passages.length} passages, ${ours} here and ${theirs} in PyTorch: twice the common ones, against both`,
        2 * common,
        ours + theirs,
        0.9,
      ),
      lowerIsBetter(
        `largest difference of a cosine to PyTorch's, ${pairs.length} pairs of sentences by MiniLM; against`,
        Math.max(...differences),
        0.01,
        1,
      ),
    ];
  } finally {
    stop();
  }
}

function referenceOf(python: string, input: object): Reference {
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'left-context-large-'));
  try {
    const script = path.join(root, 'training', 'large_reference.py');
    const { status, stdout, stderr } = spawnSync(python, [script, putGgufTogether(temporary)], {
      input: JSON.stringify(input),
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
    if (status !== 0) throw new Error(`${script} failed:\n${stderr}`);
    return JSON.parse(stdout) as Reference;
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

async function sinksIn(inference: Inference, text: string): Promise<readonly number[]> {
  const window = { models: [SMOLLM2], text, focus: 0, windowTokens: LENGTH };
  const selections = [{ model: SMOLLM2, layer: 15, head: 'mean' as const }];
  const [map] = await inference.attend({ ...window, selections }, unhurried);
  return map!.sinks;
}

/** Neighbouring sentences, and sentences far from each other. */
function pairsIn(passages: readonly string[]): [string, string][] {
  const sentences = passages.flatMap((text) =>
    sentencesIn(text, { start: 0, end: text.length })
      .map(({ start, end }) => text.slice(start, end).trim())
      .filter((sentence) => sentence.length > 20 && sentence.length < LONGEST_SENTENCE),
  );
  const half = sentences.length >> 1;
  return sentences
    .slice(0, half)
    .map((sentence, index) => [sentence, sentences[index % 2 ? index + 1 : index + half]!]);
}

/** A sentence's embedding as *Similarity* has it (`sentencesApart`). */
async function embedding(inference: Inference, text: string): Promise<Float32Array> {
  const window = { model: MINILM, text, focus: 0, windowTokens: 256, layers: [6] };
  const { pieces, vectors } = await inference.vectors(window, unhurried);
  return poolVectors(tableOf(pieces.length, vectors[0]!), [[...pieces.keys()]]).values;
}

function cosineOf(a: Float32Array, b: Float32Array): number {
  const product = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, index) => sum + value * y[index]!, 0);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}
