import type {
  SentenceEffects,
  SentenceEffectsRequest,
  SentenceProgress,
  VariantEffects,
  VariantEffectsRequest,
} from '../../contracts/sentenceRequests';
import { SPARE_TOKENS } from '../../core/sentences/maxSentenceTokens';
import { measureParts } from '../../core/sentences/measureParts';
import { partsOfPrompt } from '../../core/sentences/partsOfPrompt';
import type { EffectsByContent } from '../../core/sentences/rememberedEffects';
import { shift } from '../../core/text/span';
import type { Engine, EnginePrompt } from '../engine';
import { contextLengthOf } from './contextLengthOf';
import { divergenceOfTops } from './divergenceOfTops';
import { framingThere, type FramingThere } from './framingThere';
import { readThere, type ReadingThere } from './readThere';
import { refuseUntestedScores } from './refuseUntestedScores';
import { refuseWithoutTop } from './refuseWithoutTop';
import { visibleThere } from './visibleThere';

/** Tokens of an answer that an engine does not divide: no answer has more bytes. */
const longest = (answers: readonly EnginePrompt[]) => Math.max(0, ...answers.map(({ length }) => length));

/** Measures what leaving out each part of a prompt changes, one request for each part and answer. */
export async function sentencesThere(
  engine: Engine,
  request: SentenceEffectsRequest,
  remembered: EffectsByContent,
  signal: AbortSignal,
  onProgress: (progress: SentenceProgress) => void = () => undefined,
): Promise<SentenceEffects> {
  const { framing, answers, room } = await begin(engine, request, signal);
  const { text, parts } = request;
  const prompt = await visibleThere(text, parts, framing, room);
  const known = remembered.of(JSON.stringify([engine.info, framing.name, text, parts, request.answers]));
  const report = (share: number) => onProgress({ share, effects: [...known.effects.values()], noise: known.noise });
  report(0);
  let tokensRead = 0;
  const read = async (framed: { readonly prompt: EnginePrompt; readonly tokens: number | undefined }) => {
    tokensRead += (framed.tokens ?? 0) * Math.max(1, answers.length);
    return readThere(engine, framed.prompt, answers, signal);
  };
  const whole = await read(prompt.framed);
  const measured = {
    text: prompt.text,
    parts: parts.map((part) => shift(part, -prompt.from)),
    seen: [...parts.keys()].filter((part) => parts[part]!.start >= prompt.from),
    changeIn: async (variant: string) => changeThere(whole, await read(await framing.promptOf(variant))),
    estimate: undefined,
  };
  await measureParts(known, measured, request.wanted, report);
  const wanted = new Set(request.wanted ?? parts.keys());
  return {
    through: framing.name,
    ...answersOf(whole),
    effects: [...known.effects.values()].filter(({ part }) => wanted.has(part)).sort((a, b) => a.part - b.part),
    noise: known.noise,
    redundant: known.redundant ?? [],
    seenFrom: prompt.from,
    promptTokens: prompt.framed.tokens ?? 0,
    allTokens: prompt.allTokens ?? 0,
    tokensRead,
    isLowerBound: answers.length === 0,
  };
}

/** Measures what each variant of a prompt changes, one request for each variant and answer. */
export async function variantsThere(
  engine: Engine,
  request: VariantEffectsRequest,
  signal: AbortSignal,
  onProgress: (share: number) => void = () => undefined,
): Promise<VariantEffects> {
  const { framing, answers, room } = await begin(engine, request, signal);
  const visible = (text: string) => visibleThere(text, partsOfPrompt(text, 'sentences'), framing, room);
  const prompt = await visible(request.text);
  const whole = await readThere(engine, prompt.framed.prompt, answers, signal);
  const seenFrom = [prompt.from];
  const bits: Float32Array[] = [];
  for (const variant of request.variants) {
    onProgress(seenFrom.length / (request.variants.length + 1));
    const { framed, from } = await visible(variant);
    bits.push(changeThere(whole, await readThere(engine, framed.prompt, answers, signal)));
    seenFrom.push(from);
  }
  const isLowerBound = answers.length === 0;
  return { through: framing.name, ...answersOf(whole), bits, seenFrom, isLowerBound };
}

async function begin(
  engine: Engine,
  { text, answers: texts, through }: Pick<SentenceEffectsRequest, 'text' | 'answers' | 'through'>,
  signal: AbortSignal,
): Promise<{ framing: FramingThere; answers: readonly EnginePrompt[]; room: number }> {
  if (texts.length > 0) refuseUntestedScores(engine.info);
  else refuseWithoutTop(engine.info);
  const framing = await framingThere(engine, text, through, signal);
  const answers: EnginePrompt[] = [];
  for (const answer of texts) answers.push(await framing.answerOf(answer));
  return { framing, answers, room: contextLengthOf(engine.info) - 1 - longest(answers) - SPARE_TOKENS };
}

/** How far a prediction is from the one behind the whole prompt, as PartEffect.bits says; a lower bound without answers. */
function changeThere(whole: ReadingThere, other: ReadingThere): Float32Array {
  if (whole.bits.length === 0) return Float32Array.of(divergenceOfTops(whole.tops[0]!, other.tops[0]!));
  return Float32Array.from(other.bits, (bits, answer) => sum(bits) - sum(whole.bits[answer]!));
}

function answersOf({ bits }: ReadingThere): Pick<SentenceEffects, 'answerBits' | 'answerTokens'> {
  return { answerBits: Float32Array.from(bits, sum), answerTokens: Int32Array.from(bits, ({ length }) => length) };
}

function sum(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0);
}
