import type { MeasuredPrompt } from '../../core/sentences/measureParts';
import { shift, type Span } from '../../core/text/span';
import type { Turn } from '../requestScheduler';
import { changeOfPrediction, softmax } from './changeOfPrediction';
import { estimateEffects } from './estimateEffects';
import type { Framing } from './framing';
import type { SentenceModel } from './sentenceModel';
import type { Reading } from './variantReader';
import type { VisiblePrompt } from './visiblePrompt';

/** What is measured. */
export interface Subject {
  readonly model: SentenceModel;
  readonly framing: Framing;
  readonly prompt: VisiblePrompt;
  readonly answers: readonly Int32Array[];
  /** Of the whole prompt, ascending. */
  readonly parts: readonly Span[];
}

/** Reads a prompt: what the model predicts behind it, and how variants of it are measured. */
export async function readPrompt(
  { model, framing, prompt, answers, parts }: Subject,
  turn: Turn,
): Promise<{ readonly whole: Reading; readonly measured: MeasuredPrompt }> {
  const { reader } = model;
  const { ids } = prompt.framed;
  await reader.readText(ids, turn);
  const whole = await reader.read(ids, answers, turn);
  const next = softmax(whole.next);
  const placed = parts.map((part) => shift(part, -prompt.from));
  const estimate = async (wanted: readonly number[]) => {
    const spans = wanted.map((part) => placed[part]!);
    const bits = await estimateEffects(reader, prompt.framed, spans, answers, { whole, next }, turn);
    return wanted.map((part, index) => ({ part, bits: bits[index]!, isEstimate: true }));
  };
  const measured: MeasuredPrompt = {
    text: prompt.text,
    parts: placed,
    seen: [...parts.keys()].filter((part) => part >= prompt.firstPart),
    changeIn: async (variant) =>
      changeOfPrediction(whole, next, await reader.read(framing.promptOf(variant).ids, answers, turn)),
    estimate: reader.canHide ? estimate : undefined,
  };
  return { whole, measured };
}
