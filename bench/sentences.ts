import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { partsOfPrompt } from '../src/core/sentences/partsOfPrompt';
import { atOnce } from '../src/inference/requestScheduler';
import { samplePrompt } from '../test/helpers/fixtures';
import { check, findIn, rowsOfChecked, rowsOfPlanted, type Checked, type Found } from './sentences/lens';
import { againstContextCite } from './sentences/longPrompts';
import { plantedPrompts } from './sentences/planted';
import { againstPyTorch, referenceOf } from './sentences/reference';
import { measure, passesOf, SMOLLM2, subjectIn, type Subject } from './sentences/subject';
import { figure, lowerIsBetter, type Row } from './row';
import { putGgufTogether } from './weights/ggufOfPack';
import { timed } from './weights/inTurns';

/** Sentences and tokens of the prompt whose cost is measured, and tokens of its answer. */
const COST = { parts: 40, tokens: 900, answer: 60 };
const QUICK_COST = { parts: 4, tokens: 60, answer: 8 };

/** A short one of the planted prompts. */
const QUICK_PROMPT = 'trophy-1998';

/** Every third planted prompt is edited, and gets neutral sentences. */
const CHECKED = 3;

/**
 * What each sentence changes, with SmolLM2 of the pack: on planted prompts, against leaving out each part in PyTorch, against
 * ContextCite, and what it costs. Make the pack's model first (`node scripts/packModels.js`).
 */
export async function* sentences(quick: boolean): AsyncGenerator<Row[]> {
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'left-context-sentences-'));
  try {
    const subject = await subjectIn(SMOLLM2);
    yield await cost(subject, quick ? QUICK_COST : COST);
    const planted = plantedPrompts().filter(({ id }) => !quick || id === QUICK_PROMPT);
    const found: Found[] = [];
    const checked: Checked[] = [];
    for (const [index, each] of planted.entries()) {
      found.push(await findIn(subject, each));
      if (!quick && index % CHECKED === 0) checked.push(await check(subject, found.at(-1)!));
    }
    yield rowsOfPlanted(found);
    if (quick) return;
    yield rowsOfChecked(checked);
    const gguf = putGgufTogether(temporary);
    const single = found.filter(({ planted }) => planted.kind !== 'redundant');
    const reference = referenceOf(
      gguf,
      single.map((each) => each.planted),
      subject,
    );
    if (reference) yield await againstPyTorch(reference, single, subject);
    yield await againstContextCite(subject, 8);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** What a prompt costs, as passes over it and its answer. */
async function cost(subject: Subject, size: typeof COST): Promise<Row[]> {
  const { model, framing } = subject;
  const text = promptOf(subject, size);
  const parts = partsOfPrompt(text, 'sentences');
  const answer =
    'The sources disagree on the number of schools that stayed open in that year, and both figures are given below. ';
  const words = answer.repeat(4).split(' ');
  while (framing.answerOf(words.join(' ')).length > size.answer) words.pop();
  const request = { text, parts, answers: [words.join(' ')] };
  const ids = framing.promptOf(text).ids;
  const answerIds = framing.answerOf(request.answers[0]!);
  const pass = await timed(async () => {
    await model.reader.forget();
    await model.reader.readText(ids, atOnce);
    await model.reader.read(ids, [answerIds], atOnce);
  });
  await model.reader.forget();
  let exact: Awaited<ReturnType<typeof measure>>;
  const time = await timed(async () => {
    exact = await measure(subject, { ...request, wanted: [...parts.keys()] });
  });
  await model.reader.forget();
  const all = await measure(subject, { ...request, text: `${text}\n` });
  const what = `${parts.length} parts, ${ids.length} tokens, an answer of ${answerIds.length}`;
  return [
    lowerIsBetter(
      `${what}: all parts, in passes’ worth of tokens; against`,
      passesOf(exact!.tokensRead, exact!),
      22,
      1,
    ),
    lowerIsBetter('… in passes’ time; against', time / pass, 26, 1),
    figure('… in passes’ worth of tokens, with estimates, noise and redundancy', passesOf(all.tokensRead, all)),
  ];
}

/** The sample prompt with about as many parts and tokens as wanted. */
function promptOf({ framing }: Subject, size: typeof COST): string {
  const source = samplePrompt('research-assistant.md');
  const parts = partsOfPrompt(source, 'sentences');
  const text = source.slice(0, parts[size.parts - 1]!.end);
  const filler = ', saying so plainly, in the words that the reader would use';
  const ends = parts.slice(0, size.parts).map(({ end }) => end - 1);
  // Longer sentences are spread over the prompt, so that all places of it are as long.
  for (let count = 0; ; count++) {
    const isLonger = (index: number) =>
      Math.floor(((index + 1) * count) / size.parts) > Math.floor((index * count) / size.parts);
    const longer = ends
      .filter((_, index) => isLonger(index))
      .reduceRight((whole, end) => whole.slice(0, end) + filler + whole.slice(end), text);
    if (framing.promptOf(longer).ids.length >= size.tokens || count === size.parts) return longer;
  }
}
