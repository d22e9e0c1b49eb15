import type { PartEffect, RedundantParts } from '../../contracts/sentenceRequests';
import { withNeutralSentences } from '../../core/sentences/neutralSentences';
import { noiseOf } from '../../core/sentences/noise';
import { withoutParts } from '../../core/sentences/withoutParts';
import type { Span } from '../../core/text/span';
import type { Turn } from '../requestScheduler';
import { changeOfPrediction, softmax } from './changeOfPrediction';
import { estimateEffects } from './estimateEffects';
import { findRedundantParts } from './findRedundantParts';
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

/** A prompt that has been read, what its model predicts behind it, and behind variants of it. */
export class Measurement {
  readonly #subject: Subject;
  /** All parts, at their offsets in the part of the prompt that is seen. */
  readonly #parts: readonly Span[];
  readonly #turn: Turn;
  /** Probabilities of the next token [vocabulary]. */
  readonly #next: Float32Array;
  readonly whole: Reading;
  /** Indices of the parts that the model sees. */
  readonly seen: readonly number[];

  private constructor(subject: Subject, whole: Reading, turn: Turn) {
    const { prompt, parts } = subject;
    this.#subject = subject;
    this.#parts = parts.map(({ start, end }) => ({ start: start - prompt.from, end: end - prompt.from }));
    this.#turn = turn;
    this.whole = whole;
    this.#next = softmax(whole.next);
    this.seen = [...parts.keys()].filter((part) => part >= prompt.firstPart);
  }

  static async begin(subject: Subject, turn: Turn): Promise<Measurement> {
    const { ids } = subject.prompt.framed;
    const { reader } = subject.model;
    await reader.readText(ids, turn);
    return new Measurement(subject, await reader.read(ids, subject.answers, turn), turn);
  }

  get canEstimate(): boolean {
    return this.#subject.model.reader.canHide;
  }

  /** About which share of the prompt is to be read again without a part. */
  shareToRead(part: number): number {
    return 1 - this.#parts[part]!.start / this.#subject.prompt.text.length;
  }

  /** What changes without some parts, as PartEffect.bits. */
  changeWithout(parts: readonly number[]): Promise<Float32Array> {
    const left = parts.map((part) => this.#parts[part]!);
    return this.#changeIn(withoutParts(this.#subject.prompt.text, left));
  }

  async estimates(parts: readonly number[]): Promise<PartEffect[]> {
    const { model, prompt, answers } = this.#subject;
    const spans = parts.map((part) => this.#parts[part]!);
    const behind = { whole: this.whole, next: this.#next };
    const bits = await estimateEffects(model.reader, prompt.framed, spans, answers, behind, this.#turn);
    return parts.map((part, index) => ({ part, bits: bits[index]!, isEstimate: true }));
  }

  /**
   * What as many neutral sentences tell of the noise, as SentenceEffects.noise. They stand in the second half of the prompt, where
   * any sentence changes more, and less is to be read again.
   */
  async noise(sentences: number): Promise<Float32Array> {
    const samples: Float32Array[] = [];
    const parts = this.seen.slice(this.seen.length >> 1).map((part) => this.#parts[part]!);
    for (const variant of withNeutralSentences(this.#subject.prompt.text, parts, sentences))
      samples.push(await this.#changeIn(variant));
    return samples[0]!.map((_, answer) => noiseOf(samples.map((sample) => sample[answer]!)));
  }

  redundant(effects: readonly PartEffect[], noise: Float32Array): Promise<RedundantParts[]> {
    const ordered = effects.toSorted((a, b) => a.part - b.part);
    const { text } = this.#subject.prompt;
    return findRedundantParts(text, this.#parts, ordered, noise, (parts) => this.changeWithout(parts));
  }

  async #changeIn(variant: string): Promise<Float32Array> {
    const { model, framing, answers } = this.#subject;
    const { ids } = framing.promptOf(variant);
    return changeOfPrediction(this.whole, this.#next, await model.reader.read(ids, answers, this.#turn));
  }
}
