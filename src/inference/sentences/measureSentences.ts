import type {
  PartEffect,
  SentenceEffects,
  SentenceEffectsRequest,
  SentenceProgress,
} from '../../contracts/sentenceRequests';
import type { Turn } from '../requestScheduler';
import { orderByWorth } from '../../core/sentences/orderByWorth';
import type { Framing } from './framing';
import { Measurement } from './measurement';
import type { RememberedEffects } from './rememberedEffects';
import { roomForPrompt, type SentenceModel } from './sentenceModel';
import { visiblePrompt } from './visiblePrompt';

/** Up to how many parts each is left out; of more, as many as this of those with the largest estimates. */
export const MAX_MEASURED = 60;
export const MEASURED_OF_MORE = 20;
/** Neutral sentences that set the noise. */
const NEUTRAL_SENTENCES = 6;

/** Measures parts of a prompt one by one, and reports each. */
export async function measureSentences(
  model: SentenceModel,
  framing: Framing,
  request: SentenceEffectsRequest,
  turn: Turn,
  onProgress: (progress: SentenceProgress) => void = () => undefined,
): Promise<SentenceEffects> {
  const { reader } = model;
  const before = reader.tokensRead;
  const answers = request.answers.map((answer) => framing.answerOf(answer));
  const prompt = visiblePrompt(request.text, request.parts, framing, roomForPrompt(model, answers));
  const known = model.remembered.of(JSON.stringify([framing.name, request.text, request.parts, request.answers]));
  onProgress({ share: 0, effects: [...known.effects.values()], noise: known.noise });
  const measurement = await Measurement.begin({ model, framing, prompt, answers, parts: request.parts }, turn);
  await measureInto(known, measurement, request, onProgress);
  const wanted = new Set(request.wanted ?? request.parts.keys());
  return {
    through: framing.name,
    answerBits: Float32Array.from(measurement.whole.bits, (bits) => bits.reduce((sum, each) => sum + each, 0)),
    answerTokens: Int32Array.from(answers, ({ length }) => length),
    effects: [...known.effects.values()].filter(({ part }) => wanted.has(part)).sort((a, b) => a.part - b.part),
    noise: known.noise,
    redundant: known.redundant ?? [],
    seenFrom: prompt.from,
    promptTokens: prompt.framed.ids.length,
    allTokens: prompt.allTokens,
    tokensRead: reader.tokensRead - before,
  };
}

/** Adds to `known` what is not known yet, and reports it. */
async function measureInto(
  known: RememberedEffects,
  measurement: Measurement,
  { wanted }: SentenceEffectsRequest,
  onProgress: (progress: SentenceProgress) => void,
): Promise<void> {
  const { seen } = measurement;
  const isMeasured = (part: number) => known.effects.get(part)?.isEstimate === false;
  const remember = (effects: readonly PartEffect[], share: number) => {
    for (const effect of effects)
      if (!effect.isEstimate || !isMeasured(effect.part)) known.effects.set(effect.part, effect);
    onProgress({ share, effects: [...known.effects.values()], noise: known.noise });
  };
  const order = (wanted?.filter((part) => seen.includes(part)) ?? (await orderOf(measurement, remember))).filter(
    (part) => !isMeasured(part),
  );
  const noiseSteps = wanted || known.noise ? 0 : Math.min(NEUTRAL_SENTENCES, seen.length);
  const steps = order.length + noiseSteps;
  for (const [index, part] of order.entries()) {
    // Another request for the same may have measured it meanwhile.
    if (isMeasured(part)) continue;
    const bits = await measurement.changeWithout([part]);
    remember([{ part, bits, isEstimate: false }], (index + 1) / steps);
  }
  if (wanted) return;
  known.noise ??= await measurement.noise(NEUTRAL_SENTENCES);
  remember([], 1);
  known.redundant ??= await measurement.redundant([...known.effects.values()], known.noise);
}

/**
 * The parts to measure, so that those that change most come early. Of many parts, only those with the largest estimates; the
 * estimates of all are remembered. Of others, those in the second half, which take little time each, are not worth an estimate.
 */
async function orderOf(
  measurement: Measurement,
  remember: (effects: readonly PartEffect[], share: number) => void,
): Promise<readonly number[]> {
  const { seen } = measurement;
  if (!measurement.canEstimate) return seen.toReversed().slice(0, MAX_MEASURED);
  const isMany = seen.length > MAX_MEASURED;
  const estimates = await measurement.estimates(isMany ? seen : seen.slice(0, seen.length >> 1));
  const sizes = new Map(estimates.map(({ part, bits }) => [part, largest(bits)]));
  if (!isMany) return orderByWorth(seen, sizes, (part) => measurement.shareToRead(part));
  remember(estimates, 0);
  return seen.toSorted((a, b) => sizes.get(b)! - sizes.get(a)!).slice(0, MEASURED_OF_MORE);
}

/** The largest change for any of the answers, in size. */
function largest(bits: Float32Array): number {
  return bits.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
}
