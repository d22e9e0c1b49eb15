/** What leaving out a part of a prompt changes. */
export interface PartEffect {
  /** Index of the part. */
  readonly part: number;
  /**
   * By how many bits each answer is less likely without the part; negative when it is likelier [answers]. Without answers,
   * the Jensen–Shannon divergence of the distributions of the next token with and without the part, 0 to 1 bit [1].
   */
  readonly bits: Float32Array;
  /** Whether `bits` are estimated: the part was hidden from the answer, but not left out. */
  readonly isEstimate: boolean;
}

/** Parts that say the same in the same words, or that change little alone, and much together. */
export interface RedundantParts {
  /** Indices of the parts [at least 2]. */
  readonly parts: readonly number[];
  /** As in PartEffect, without all of them. */
  readonly bits: Float32Array;
  /** Whether they say the same in the same words. Then even all of them may change no more than noise. */
  readonly isRepeated: boolean;
}
