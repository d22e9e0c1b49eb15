import type { CausalModel } from '../../src/inference/generation/causalModel';
import { complete } from '../../src/inference/generation/generateCompletion';
import { completionRequest } from '../../test/helpers/completionRequest';

/** Sums over a simulated typing session. */
export interface TypingScore {
  /** Unicode characters of the text, and keys pressed to type it. */
  readonly characters: number;
  readonly keys: number;
  /** Completion requests, those with a suggestion, and those whose suggestion starts with the right word. */
  readonly requests: number;
  readonly suggestions: number;
  readonly right: number;
}

/** What one press of “Accept Word” accepts: a word or a run of punctuation, with the white space before it. */
const PORTION = /^\s*(?:[\p{L}\p{M}\p{N}_'’-]+|[^\s\p{L}\p{M}\p{N}_'’-]+)/u;

/**
 * Simulates typing `text` from `start` to its end with ghost text. Before each key, the typist checks the suggestion
 * for the text left of the caret: one key accepts its first word when that is the next word of the text; otherwise one
 * key types one character. Wrong suggestions cost nothing. As in the editor, a suggestion stays while the typed text
 * agrees with it; then the model is asked again.
 */
export async function typeText(model: CausalModel, text: string, start: number): Promise<TypingScore> {
  let [keys, requests, suggestions, right] = [0, 0, 0, 0];
  let suggestion: Suggestion | undefined;
  for (let caret = start; caret < text.length; keys++) {
    const left = text.slice(0, caret);
    const ahead = text.slice(caret);
    let ghost = suggestion && unusedRest(suggestion, left);
    if (ghost === undefined) {
      [ghost = ''] = (await complete(model, completionRequest(left))).texts;
      suggestion = { left, text: ghost };
      requests++;
      if (ghost !== '') suggestions++;
      if (acceptableLength(ghost, ahead) > 0) right++;
    }
    caret += acceptableLength(ghost, ahead) || String.fromCodePoint(ahead.codePointAt(0)!).length;
  }
  return { characters: [...text.slice(start)].length, keys, requests, suggestions, right };
}

/** Ghost text, and the text left of the caret that it was requested for. */
interface Suggestion {
  readonly left: string;
  readonly text: string;
}

/** The part of `suggestion` that is not typed yet; undefined when it is used up or the typed text differs from it. */
function unusedRest(suggestion: Suggestion, left: string): string | undefined {
  const whole = suggestion.left + suggestion.text;
  return whole.startsWith(left) && whole !== left ? whole.slice(left.length) : undefined;
}

/** Length of the first portion of `ghost` when the text `ahead` begins with the same portion, else 0. */
function acceptableLength(ghost: string, ahead: string): number {
  const portion = PORTION.exec(ghost)?.[0];
  return portion !== undefined && portion === PORTION.exec(ahead)?.[0] ? portion.length : 0;
}
