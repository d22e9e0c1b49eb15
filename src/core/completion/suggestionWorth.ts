/** Where a suggestion ends, and when it is given up. */
export interface Judge {
  /** Least joint probability of the tokens; the chance of the first word counts in place of its own, if that is judged. */
  readonly floor: number;
  /** How the beginning is judged of a suggestion that nobody asked for. */
  readonly firstWord?: {
    /** The least chances of a word and of its first letter that are shown. */
    readonly leastChance: number;
    readonly leastLetterChance: number;
    /** The chance that the first letter is right. */
    readonly letterChance: number;
    /** The chance that the word is right, from the natural logarithm of its probability. */
    chance(logProbability: number): number;
  };
}

/** What a suggestion is worth as it grows token by token. */
export class SuggestionWorth {
  readonly #judge: Judge;
  /** Natural logarithm of the joint probability; from the end of the first word on, its chance counts for the word. */
  #log = 0;
  /** The chance of the first word, once that is whole. */
  #chance: number | undefined;

  constructor(judge: Judge) {
    this.#judge = judge;
  }

  /** Whether the first word is judged, and not whole yet. */
  get isInFirstWord(): boolean {
    return this.#judge.firstWord !== undefined && this.#chance === undefined;
  }

  /** The chance that the first word is right; no more than this while it is not whole. */
  get chance(): number {
    return this.#chance ?? this.#judge.firstWord?.chance(this.#log) ?? Math.exp(this.#log);
  }

  /** Whether the first word or its first letter is too unlikely to be shown. */
  get isHopeless(): boolean {
    const { firstWord } = this.#judge;
    if (!firstWord) return false;
    return this.chance < firstWord.leastChance || firstWord.letterChance < firstWord.leastLetterChance;
  }

  /** Whether the suggestion ends before the token that was added last. */
  get isBelowFloor(): boolean {
    return !this.isInFirstWord && Math.exp(this.#log) < this.#judge.floor;
  }

  /** @param logProbability natural logarithm of the next token's probability */
  add(logProbability: number): void {
    this.#log += logProbability;
  }

  /**
   * Judges the first word, which is whole before the next token is added.
   *
   * @param logWordEnd natural logarithm of the probability that it ends here, which that of the next token includes
   */
  endFirstWord(logWordEnd: number): void {
    this.#chance = this.#judge.firstWord!.chance(this.#log + logWordEnd);
    this.#log = Math.log(this.#chance) - logWordEnd;
  }
}
