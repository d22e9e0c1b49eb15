import { partsOfPrompt } from '../../src/core/sentences/partsOfPrompt';
import { withoutParts } from '../../src/core/sentences/withoutParts';
import { atOnce } from '../../src/inference/requestScheduler';
import { seeded } from '../../test/helpers/random';
import { higherIsBetter, lowerIsBetter, type Row } from '../row';
import { pythonWith } from '../weights/pythonWith';
import { plantedPrompts } from './planted';
import { run } from './reference';
import { largestFirst, measure, passesOf, type Subject } from './subject';

/** ContextCite's own numbers. */
const ABLATIONS = 64;
const KEPT = 0.5;
/** Parts of a long prompt, about. */
const PARTS = 64;

/** A long prompt: a planted one, with those of the same language before it whose customers' requests are left out. */
interface LongPrompt {
  readonly text: string;
  readonly answer: string;
}

/**
 * The part that changes most in prompts of more than 60 parts, as each part left out tells: by the lens, and by ContextCite with
 * 64 ablations. None without scikit-learn.
 */
export async function againstContextCite(subject: Subject, count: number): Promise<Row[]> {
  const python = pythonWith(['numpy', 'sklearn'], 'comparison with ContextCite');
  if (python === undefined) return [];
  const prompts = longPrompts(count);
  const [most, ours, cases, passes] = [[] as number[], [] as number[], [] as unknown[], [] as number[]];
  for (const [index, { text, answer }] of prompts.entries()) {
    const parts = partsOfPrompt(text, 'sentences');
    const request = { text, parts, answers: [answer] };
    const lens = await measure(subject, request);
    passes.push(passesOf(lens.tokensRead, lens));
    ours.push(largestFirst(lens)[0]!);
    most.push(largestFirst(await measure(subject, { ...request, wanted: [...parts.keys()] }))[0]!);
    cases.push(await ablations(subject, { text, answer }, index));
  }
  const weights = run<number[][]>(python, 'contextcite_lasso.py', [], cases);
  const theirs = weights.map((each) => each.indexOf(Math.max(...each)));
  const hits = (found: readonly number[]) => found.filter((part, index) => part === most[index]).length;
  return [
    higherIsBetter(
      `the part that changes most of ${count} prompts of more than 60 parts; against ContextCite, 64 ablations`,
      hits(ours),
      hits(theirs),
      1,
    ),
    lowerIsBetter(
      'passes for it, mean, with noise and redundancy; against half of ContextCite’s',
      passes.reduce((sum, each) => sum + each, 0) / passes.length,
      ABLATIONS / 2,
      1,
    ),
  ];
}

function longPrompts(count: number): LongPrompt[] {
  const all = plantedPrompts().filter(({ kind, language }) => kind !== 'redundant' && language === 'en');
  return Array.from({ length: count }, (_, index) => {
    const { prompt, answer } = all[Math.floor((index * all.length) / count)]!;
    let text = prompt;
    for (let other = 1; partsOfPrompt(text, 'sentences').length <= PARTS; other++) {
      const before = all[(Math.floor((index * all.length) / count) + other) % all.length]!.prompt;
      text = `${before.slice(0, partsOfPrompt(before, 'sentences').at(-1)!.start).trim()}\n\n${text}`;
    }
    return { text, answer };
  });
}

/** What ContextCite measures: the answer behind random halves of the parts. */
async function ablations({ model, framing }: Subject, { text, answer }: LongPrompt, seed: number) {
  const parts = partsOfPrompt(text, 'sentences');
  const random = seeded(seed + 1);
  const ids = framing.answerOf(answer);
  const masks = Array.from({ length: ABLATIONS }, () => parts.map(() => random() < KEPT));
  const bits: number[] = [];
  for (const mask of masks) {
    const left = parts.filter((_, part) => !mask[part]);
    const reading = await model.reader.read(framing.promptOf(withoutParts(text, left)).ids, [ids], atOnce);
    bits.push(reading.bits[0]!.reduce((sum, each) => sum + each, 0));
  }
  return { masks, bits, tokens: ids.length };
}
