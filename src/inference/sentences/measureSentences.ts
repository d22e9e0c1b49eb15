import type { SentenceEffects, SentenceEffectsRequest, SentenceProgress } from '../../contracts/sentenceRequests';
import { measureParts } from '../../core/sentences/measureParts';
import type { Turn } from '../requestScheduler';
import type { Framing } from './framing';
import { readPrompt } from './readPrompt';
import { roomForPrompt, type SentenceModel } from './sentenceModel';
import { visiblePrompt } from './visiblePrompt';

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
  const report = (share: number) => onProgress({ share, effects: [...known.effects.values()], noise: known.noise });
  report(0);
  const { whole, measured } = await readPrompt({ model, framing, prompt, answers, parts: request.parts }, turn);
  await measureParts(known, measured, request.wanted, report);
  const wanted = new Set(request.wanted ?? request.parts.keys());
  return {
    through: framing.name,
    answerBits: Float32Array.from(whole.bits, (bits) => bits.reduce((sum, each) => sum + each, 0)),
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
