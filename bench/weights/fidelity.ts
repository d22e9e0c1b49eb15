import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from '../../test/helpers/fixtures';
import { samplePassages } from '../quality/texts';
import { lowerIsBetter, type Row } from '../row';
import { pythonWith } from './pythonWith';

const PACKAGES = ['torch', 'transformers', 'gguf', 'accelerate', 'onnx', 'onnxruntime'];
const SEED = 77;
/** Length of a passage in UTF-16 code units: more than the 330 tokens that are read of it. */
const LENGTH = 2500;

/** What training/weights_reference.py prints. */
interface Fidelity {
  readonly passages: number;
  readonly tokens: number;
  readonly bits: number;
  readonly referenceBits: number;
  readonly attention: number;
  readonly clearRows: number;
  readonly strongestDiffers: number;
  readonly logits: number;
}

/**
 * A model folder made from a GGUF against the same weights in float32 in PyTorch. Left out, with a note, without PyTorch.
 *
 * @throws when the comparison fails
 */
export function fidelity(gguf: string, folder: string, texts: readonly string[], quick: boolean): Row[] {
  const python = pythonWith(PACKAGES, 'fidelity to PyTorch');
  if (python === undefined) return [];
  const passages = samplePassages(texts, quick ? 2 : 24, LENGTH, SEED);
  const script = path.join(root, 'training', 'weights_reference.py');
  const { status, stdout, stderr } = spawnSync(python, [script, gguf, folder], {
    input: JSON.stringify(passages),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    env: { ...process.env, ORT_DISABLE_TELEMETRY: '1' },
  });
  if (status !== 0) throw new Error(`${script} failed:\n${stderr}`);
  return rowsOf(JSON.parse(stdout) as Fidelity);
}

function rowsOf(measured: Fidelity): Row[] {
  const { passages, tokens, bits, referenceBits, attention, clearRows, strongestDiffers, logits } = measured;
  const of = `${tokens} tokens of ${passages} passages`;
  const differing = strongestDiffers / clearRows;
  const inPyTorch = `in float32 in PyTorch ${referenceBits.toFixed(4)}, here ${bits.toFixed(4)}`;
  return [
    lowerIsBetter(`bits a character of ${of}: ${inPyTorch}; the difference against`, bits - referenceBits, 0.01, 1),
    lowerIsBetter('mean total variation of attention; against', attention, 0.02, 1),
    lowerIsBetter(`share of ${clearRows} clear rows with another strongest token; against`, differing, 0.02, 1),
    lowerIsBetter('largest difference of a logit with float32 activations; against', logits, 1e-3, 1),
  ];
}
