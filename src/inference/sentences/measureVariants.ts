import type { VariantEffects, VariantEffectsRequest } from '../../contracts/sentenceRequests';
import { partsOfPrompt } from '../../core/sentences/partsOfPrompt';
import type { Turn } from '../requestScheduler';
import { changeOfPrediction, softmax } from './changeOfPrediction';
import type { Framing } from './framing';
import { roomForPrompt, type SentenceModel } from './sentenceModel';
import { visiblePrompt } from './visiblePrompt';

/** Measures what each variant of a prompt changes, one after the other. */
export async function measureVariants(
  model: SentenceModel,
  framing: Framing,
  request: VariantEffectsRequest,
  turn: Turn,
  onProgress: (share: number) => void = () => undefined,
): Promise<VariantEffects> {
  const { reader } = model;
  const answers = request.answers.map((answer) => framing.answerOf(answer));
  const room = roomForPrompt(model, answers);
  const visible = (text: string) => visiblePrompt(text, partsOfPrompt(text, 'sentences'), framing, room);
  const prompt = visible(request.text);
  const seenFrom = [prompt.from];
  await reader.readText(prompt.framed.ids, turn);
  const whole = await reader.read(prompt.framed.ids, answers, turn);
  const next = softmax(whole.next);
  const bits: Float32Array[] = [];
  for (const variant of request.variants) {
    onProgress(seenFrom.length / (request.variants.length + 1));
    const { framed, from } = visible(variant);
    bits.push(changeOfPrediction(whole, next, await reader.read(framed.ids, answers, turn)));
    seenFrom.push(from);
  }
  return {
    through: framing.name,
    answerBits: Float32Array.from(whole.bits, (each) => each.reduce((sum, bit) => sum + bit, 0)),
    answerTokens: Int32Array.from(answers, ({ length }) => length),
    bits,
    seenFrom,
  };
}
