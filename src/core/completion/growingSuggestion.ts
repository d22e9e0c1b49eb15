import { tidySuggestion } from './dropUnfinishedLastWord';
import { isLatinWithinOtherWord } from './latinWithinOtherWord';
import { isLongEnough } from './longEnoughToInterrupt';
import { MAX_SUGGESTION_TOKENS } from './maxSuggestionTokens';
import { stopAt, type SuggestionLength } from './suggestionStopRules';
import { SuggestionWorth, type Judge } from './suggestionWorth';

/** The place of a suggestion, and how long it may be. */
export interface SuggestionPlace {
  readonly left: string;
  readonly right: string;
  readonly length: SuggestionLength;
}

/** A generated continuation. */
export interface Suggestion {
  /** Empty when it is not to be shown. */
  readonly text: string;
  readonly tokens: number;
  /** The chance that its first word is right; at most this where it was not generated to its end. */
  readonly chance: number;
}

/** A token that a model would write next. */
export interface NextPiece {
  /** The generated text with this token; a part of a character that is not complete yet is left out. */
  readonly text: string;
  /** Natural logarithm of its probability. */
  readonly logProbability: number;
  /** Whether it ends the text. */
  readonly isEnd: boolean;
  /** Whether it begins a new word, so that the word before it is whole. */
  readonly beginsWord: boolean;
  /** The natural logarithm of the probability that the word before it is whole. */
  logWordEnd(): number;
}

/** A suggestion that grows token by token, until a stop rule applies, the judge ends it, or it is as long as it may be. */
export class GrowingSuggestion {
  readonly #place: SuggestionPlace;
  readonly #judge: Judge;
  readonly #worth: SuggestionWorth;
  #text = '';
  #tokens = 0;

  constructor(place: SuggestionPlace, judge: Judge) {
    this.#place = place;
    this.#judge = judge;
    this.#worth = new SuggestionWorth(judge);
  }

  /** The text so far. */
  get text(): string {
    return this.#text;
  }

  /** Adds a token. Returns the suggestion once it has ended, and undefined while it may go on. */
  add(next: NextPiece): Suggestion | undefined {
    const { left, right, length } = this.#place;
    const worth = this.#worth;
    const isBoundary = next.isEnd || next.beginsWord;
    if (worth.isInFirstWord && isBoundary && this.#text.trim() !== '') worth.endFirstWord(next.logWordEnd());
    worth.add(next.logProbability);
    if (worth.isHopeless) return this.#ended('');
    if (next.isEnd || worth.isBelowFloor || this.#tokens === MAX_SUGGESTION_TOKENS[length])
      return this.#ended(tidySuggestion(this.#text, isBoundary), next.isEnd);
    this.#tokens++;
    const { text } = next;
    // A model that does not know a script puts bytes together that are no character, or goes on in another script.
    const broken = text.indexOf('\ufffd');
    if (broken >= 0) return this.#ended(tidySuggestion(text.slice(0, broken), false));
    if (isLatinWithinOtherWord(left, text)) return this.#ended('');
    const end = stopAt({ left, text, right }, length);
    if (end !== undefined) return this.#ended(text.slice(0, end).trimEnd(), /^\s*\n/.test(text.slice(end)));
    this.#text = text;
    return undefined;
  }

  /** Ends it where the model can write no more. */
  end(): Suggestion {
    return this.#ended(tidySuggestion(this.#text, false));
  }

  /** @param lineEnds whether the line ends behind the text: then it may be short */
  #ended(text: string, lineEnds = false): Suggestion {
    const shown = this.#isTooShort(text) && !lineEnds ? '' : text;
    return { text: shown, tokens: this.#tokens, chance: this.#worth.chance };
  }

  /** Who did not ask gets only what is worth a glance. */
  #isTooShort(text: string): boolean {
    return this.#judge.firstWord !== undefined && !isLongEnough(text);
  }
}
