import { afterEdit } from '../../src/core/sentences/measuredParts';
import { isMoreThanNoise } from '../../src/core/sentences/noise';
import { withSentence } from '../../src/core/sentences/neutralSentences';
import { partsOfPrompt } from '../../src/core/sentences/partsOfPrompt';
import type { SentenceEffects } from '../../src/contracts/sentenceRequests';
import { atOnce } from '../../src/inference/requestScheduler';
import { measureVariants } from '../../src/inference/sentences/measureVariants';
import { higherIsBetter, figure, lowerIsBetter, percentile, type Row } from '../row';
import { HELD_OUT } from './heldOutSentences';
import { partsOf, type PlantedPrompt } from './planted';
import { largestFirst, measure, passesOf, type Subject } from './subject';

/** What the lens found in one planted prompt. */
export interface Found {
  readonly planted: PlantedPrompt;
  readonly result: SentenceEffects;
  /** How many parts change more than the decisive one. */
  readonly rank: number;
  /** Passes until the five parts that change most were measured. */
  readonly firstFive: number;
}

/** What was measured of a prompt after the lens had been there. */
export interface Checked {
  /** Passes to measure again after an edit. */
  readonly afterEdit: number;
  /** Neutral sentences that did not set the noise, and how many of them change no more. */
  readonly neutral: number;
  readonly withinNoise: number;
}

const HELD_OUT_SENTENCES = 4;

/** Measures one planted prompt as the lens does. */
export async function findIn(subject: Subject, planted: PlantedPrompt): Promise<Found> {
  const { prompt, answer } = planted;
  const { parts, decisive } = partsOf(planted);
  const { reader } = subject.model;
  const before = reader.tokensRead;
  const measuredAt = new Map<number, number>();
  const result = await measure(subject, { text: prompt, parts, answers: [answer] }, ({ effects }) => {
    for (const { part, isEstimate } of effects)
      if (!isEstimate && !measuredAt.has(part)) measuredAt.set(part, reader.tokensRead - before);
  });
  const order = largestFirst(result);
  const firstFive = Math.max(...order.slice(0, 5).map((part) => measuredAt.get(part)!));
  const rank = Math.min(...decisive[0]!.map((part) => order.indexOf(part)));
  return { planted, result, rank, firstFive: passesOf(firstFive, result) };
}

/** Edits a sentence and measures again, and puts neutral sentences into the prompt that did not set its noise. */
export async function check(subject: Subject, { planted, result }: Found): Promise<Checked> {
  const { prompt, answer } = planted;
  const { parts } = partsOf(planted);
  const heldOut = HELD_OUT[planted.language]!;
  const variants = Array.from({ length: HELD_OUT_SENTENCES }, (_, index) => {
    const part = parts[Math.floor(((index + 0.3) * parts.length) / HELD_OUT_SENTENCES)]!;
    return withSentence(prompt, part, heldOut[(planted.id.length + index) % heldOut.length]!);
  });
  const request = { model: 'smollm2', text: prompt, variants, answers: [answer], through: 'automatic' } as const;
  const { bits } = await measureVariants(subject.model, subject.framing, request, atOnce);
  return {
    afterEdit: await passesAfterEdit(subject, planted, result),
    neutral: bits.length,
    withinNoise: bits.filter((each) => !isMoreThanNoise(each, result.noise!)).length,
  };
}

/** Edits a sentence in the middle of the prompt, and measures what the editor would. */
async function passesAfterEdit(
  subject: Subject,
  { prompt, answer }: PlantedPrompt,
  result: SentenceEffects,
): Promise<number> {
  const parts = partsOfPrompt(prompt, 'sentences');
  const middle = parts[parts.length >> 1]!;
  const text = `${prompt.slice(0, middle.end - 1)} indeed${prompt.slice(middle.end - 1)}`;
  const known = new Map(result.effects.map(({ part, bits }) => [part, { bits, isEstimate: false, isOld: false }]));
  const edited = partsOfPrompt(text, 'sentences');
  const { wanted } = afterEdit({ text: prompt, parts, effects: known, noise: result.noise }, text, edited);
  const again = await measure(subject, { text, parts: edited, answers: [answer], wanted });
  return passesOf(again.tokensRead, again);
}

/** The rows of all planted prompts. */
export function rowsOfPlanted(found: readonly Found[]): Row[] {
  const single = found.filter(({ planted }) => planted.kind !== 'redundant');
  const twice = found.filter(({ planted }) => planted.kind === 'redundant');
  const within = (places: number, some: readonly Found[]) => some.filter(({ rank }) => rank < places).length;
  const unlike = single.filter(({ planted }) => !planted.sharesWord);
  const firstFive = median(found.map((each) => each.firstFive));
  return [
    figure(`planted prompts: the decisive sentence changes most, of ${single.length}`, within(1, single)),
    figure(`… among the first three, of ${single.length}`, within(3, single)),
    figure(`… most, where it shares no content word with the answer, of ${unlike.length}`, within(1, unlike)),
    lowerIsBetter('passes until the five that change most are measured, median; against', firstFive, 8, 1),
    figure(`sentences that stand twice: called redundant, of ${twice.length}`, twice.filter(isCalledRedundant).length),
    figure(`… redundant, or more than noise alone, of ${twice.length}`, twice.filter(isNotUseless).length),
  ];
}

/** The rows of the planted prompts that were checked. */
export function rowsOfChecked(checked: readonly Checked[]): Row[] {
  const sum = (counts: readonly number[]) => counts.reduce((total, each) => total + each, 0);
  const neutral = sum(checked.map((each) => each.neutral));
  const afterAnEdit = median(checked.map((each) => each.afterEdit));
  const share = sum(checked.map((each) => each.withinNoise)) / neutral;
  return [
    lowerIsBetter('passes after an edit: the edited sentence and the five largest, median; against', afterAnEdit, 4, 1),
    higherIsBetter(
      `share of ${neutral} neutral sentences that did not set the noise within it; against`,
      share,
      0.95,
      1,
    ),
  ];
}

function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

function isCalledRedundant({ planted, result }: Found): boolean {
  const { decisive } = partsOf(planted);
  return result.redundant.some(({ parts }) => decisive.every((place) => place.some((part) => parts.includes(part))));
}

function isNotUseless(found: Found): boolean {
  const { planted, result } = found;
  const effects = new Map(result.effects.map((effect) => [effect.part, effect.bits]));
  const matters = (part: number) => isMoreThanNoise(effects.get(part)!, result.noise!);
  return isCalledRedundant(found) || partsOf(planted).decisive.some((place) => place.some(matters));
}
