import type { Span } from '../text/span';
import { findRedundantParts } from './findRedundantParts';
import { withNeutralSentences } from './neutralSentences';
import { noiseOf } from './noise';
import { orderByWorth } from './orderByWorth';
import type { PartEffect } from './partEffect';
import type { RememberedEffects } from './rememberedEffects';
import { withoutParts } from './withoutParts';

/** Up to how many parts each is left out; of more, as many as this of those with the largest estimates. */
const MAX_MEASURED = 60;
const MEASURED_OF_MORE = 20;
/** Neutral sentences that set the noise. */
const NEUTRAL_SENTENCES = 6;

/** A prompt that a model has read. */
export interface MeasuredPrompt {
  /** The part of the prompt that the model sees. */
  readonly text: string;
  /** All parts of the prompt, at their offsets in `text`; those before it have negative ones. */
  readonly parts: readonly Span[];
  /** Indices of the parts that the model sees, ascending. */
  readonly seen: readonly number[];
  /** What changes when a model reads `variant` in place of `text`, as PartEffect.bits. */
  changeIn(variant: string): Promise<Float32Array>;
  /** Estimates what each part changes, for much less; undefined where the model cannot. */
  readonly estimate: ((parts: readonly number[]) => Promise<PartEffect[]>) | undefined;
}

/**
 * Measures parts of a prompt one by one, adds what is not known yet to `known`, and reports each.
 *
 * @param wanted indices of the parts to measure, and nothing else; undefined for all, the noise, and which parts are redundant
 */
export async function measureParts(
  known: RememberedEffects,
  prompt: MeasuredPrompt,
  wanted: readonly number[] | undefined,
  onProgress: (share: number) => void,
): Promise<void> {
  const { seen } = prompt;
  const isMeasured = (part: number) => known.effects.get(part)?.isEstimate === false;
  const remember = (effects: readonly PartEffect[], share: number) => {
    for (const effect of effects)
      if (!effect.isEstimate || !isMeasured(effect.part)) known.effects.set(effect.part, effect);
    onProgress(share);
  };
  const order = (wanted?.filter((part) => seen.includes(part)) ?? (await orderOf(prompt, remember))).filter(
    (part) => !isMeasured(part),
  );
  const noiseSteps = wanted || known.noise ? 0 : Math.min(NEUTRAL_SENTENCES, seen.length);
  const steps = order.length + noiseSteps;
  for (const [index, part] of order.entries()) {
    // Another request for the same may have measured it meanwhile.
    if (isMeasured(part)) continue;
    const bits = await changeWithout(prompt, [part]);
    remember([{ part, bits, isEstimate: false }], (index + 1) / steps);
  }
  if (wanted) return;
  known.noise ??= await noiseIn(prompt);
  remember([], 1);
  const effects = [...known.effects.values()].sort((a, b) => a.part - b.part);
  known.redundant ??= await findRedundantParts(prompt.text, prompt.parts, effects, known.noise, (parts) =>
    changeWithout(prompt, parts),
  );
}

/** What changes without some parts, as PartEffect.bits. */
function changeWithout({ text, parts, changeIn }: MeasuredPrompt, left: readonly number[]): Promise<Float32Array> {
  return changeIn(
    withoutParts(
      text,
      left.map((part) => parts[part]!),
    ),
  );
}

/**
 * The parts to measure, so that those that change most come early. Of many parts, only those with the largest estimates; the
 * estimates of all are remembered. Of others, those in the second half, which take little time each, are not worth an estimate.
 */
async function orderOf(
  { text, parts, seen, estimate }: MeasuredPrompt,
  remember: (effects: readonly PartEffect[], share: number) => void,
): Promise<readonly number[]> {
  if (!estimate) return seen.toReversed().slice(0, MAX_MEASURED);
  const isMany = seen.length > MAX_MEASURED;
  const estimates = await estimate(isMany ? seen : seen.slice(0, seen.length >> 1));
  const sizes = new Map(estimates.map(({ part, bits }) => [part, largest(bits)]));
  if (!isMany) return orderByWorth(seen, sizes, (part) => 1 - parts[part]!.start / text.length);
  remember(estimates, 0);
  return seen.toSorted((a, b) => sizes.get(b)! - sizes.get(a)!).slice(0, MEASURED_OF_MORE);
}

/** The largest change for any of the answers, in size. */
function largest(bits: Float32Array): number {
  return bits.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
}

/**
 * What neutral sentences tell of the noise, as SentenceEffects.noise. They stand in the second half of the prompt, where any sentence
 * changes more, and less is to be read again.
 */
async function noiseIn({ text, parts, seen, changeIn }: MeasuredPrompt): Promise<Float32Array> {
  const samples: Float32Array[] = [];
  const places = seen.slice(seen.length >> 1).map((part) => parts[part]!);
  for (const variant of withNeutralSentences(text, places, NEUTRAL_SENTENCES)) samples.push(await changeIn(variant));
  return samples[0]!.map((_, answer) => noiseOf(samples.map((sample) => sample[answer]!)));
}
