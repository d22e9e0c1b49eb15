import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { partsOfPrompt } from '../../src/core/sentences/partsOfPrompt';
import { withoutParts } from '../../src/core/sentences/withoutParts';
import { atOnce } from '../../src/inference/requestScheduler';
import { root } from '../../test/helpers/fixtures';
import { pythonWith } from '../weights/pythonWith';
import { figure, higherIsBetter, lowerIsBetter, percentile, type Row } from '../row';
import type { Found } from './lens';
import { partsOf, type PlantedPrompt } from './planted';
import type { Subject } from './subject';

/** Bits of a prompt and its variants: [variants][tokens of the answer]; the first is the whole prompt. */
export type ReferenceBits = readonly (readonly number[])[];

const PACKAGES = ['torch', 'transformers', 'gguf', 'accelerate'];
/** Prompts whose every token is compared. */
const EXACT_PROMPTS = 6;
/** Largest difference of a token, in bits. */
const MOST_BITS = 0.05;

/** The bits of planted prompts and of each without a part, in PyTorch in float32. Undefined without PyTorch. */
export function referenceOf(
  gguf: string,
  planted: readonly PlantedPrompt[],
  subject: Subject,
): ReferenceBits[] | undefined {
  const python = pythonWith(PACKAGES, 'comparison with PyTorch');
  if (python === undefined) return undefined;
  const cases = planted.map(({ prompt, answer }) => ({
    answer: [...subject.framing.answerOf(answer)],
    prompts: variantsOf(prompt).map((variant) => [...subject.framing.promptOf(variant).ids]),
  }));
  return run<ReferenceBits[]>(python, 'sentences_reference.py', [gguf], cases);
}

/**
 * Rows against PyTorch in float32.
 *
 * @param found of planted prompts with one decisive sentence, and `reference` of the same
 */
export async function againstPyTorch(
  reference: readonly ReferenceBits[],
  found: readonly Found[],
  subject: Subject,
): Promise<Row[]> {
  const first = found.filter((each, index) => rankIn(reference[index]!, each) === 0);
  return [
    figure(`PyTorch in float32: the decisive sentence changes most, of ${found.length}`, first.length),
    figure(
      `… and more than the other sentences’ median by less than a bit: the model ignores it, of ${found.length}`,
      found.filter((each, index) => isIgnored(reference[index]!, each)).length,
    ),
    higherIsBetter(
      `share of the ${first.length} that PyTorch puts first which the lens does; against`,
      first.filter(({ rank }) => rank === 0).length / first.length,
      0.97,
      1,
    ),
    ...(await differences(subject, found, reference)),
  ];
}

/** The prompt, and the prompt without each part. */
function variantsOf(prompt: string): string[] {
  return [prompt, ...partsOfPrompt(prompt, 'sentences').map((part) => withoutParts(prompt, [part]))];
}

/** Changes of the answer in PyTorch, by part. */
function changes(bits: ReferenceBits): number[] {
  const [whole, ...without] = bits.map((tokens) => tokens.reduce((sum, each) => sum + each, 0));
  return without.map((each) => each - whole!);
}

function rankIn(reference: ReferenceBits, { planted }: Found): number {
  const sizes = changes(reference).map(Math.abs);
  const own = Math.max(...partsOf(planted).decisive[0]!.map((part) => sizes[part]!));
  return sizes.filter((size) => size > own).length;
}

function isIgnored(reference: ReferenceBits, { planted }: Found): boolean {
  const sizes = changes(reference).map(Math.abs);
  const own = Math.max(...partsOf(planted).decisive[0]!.map((part) => sizes[part]!));
  return own < percentile(sizes, 0.5) + 1;
}

/** Differences of each token of the answer, with each part left out of some prompts. */
async function differences(
  { model, framing }: Subject,
  found: readonly Found[],
  reference: readonly ReferenceBits[],
): Promise<Row[]> {
  const all: number[] = [];
  for (const [index, { planted }] of found.slice(0, EXACT_PROMPTS).entries()) {
    const answer = framing.answerOf(planted.answer);
    const variants = variantsOf(planted.prompt).map((variant) => framing.promptOf(variant).ids);
    await model.reader.readText(variants[0]!, atOnce);
    for (const [variant, ids] of variants.entries()) {
      const expected = reference[index]![variant]!;
      const { bits } = await model.reader.read(ids, [answer], atOnce);
      all.push(...Array.from(bits[0]!, (each, token) => Math.abs(each - expected[token]!)));
    }
  }
  const of = `bits of ${all.length} tokens of answers, against PyTorch`;
  return [
    lowerIsBetter(`${of}: the largest difference; against`, Math.max(...all), MOST_BITS, 1),
    figure(`… the median`, percentile(all, 0.5)),
    figure(`… 19 of 20 below`, percentile(all, 0.95)),
  ];
}

/** Runs a script of training/ with JSON, and returns its JSON. */
export function run<Result>(python: string, script: string, args: readonly string[], input: unknown): Result {
  const file = path.join(root, 'training', script);
  const options = { input: JSON.stringify(input), encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
  const { status, stdout, stderr } = spawnSync(python, [file, ...args], options);
  if (status !== 0) throw new Error(`${file} failed:\n${stderr}`);
  return JSON.parse(stdout) as Result;
}
