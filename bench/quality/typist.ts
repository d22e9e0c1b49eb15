import { continueTyped, type Suggestion } from '../../src/core/completion/suggestionText';
import { complete, type Writer } from '../../src/inference/generation/complete';
import { completionRequest } from '../../test/helpers/completionRequest';

/** Sums over what a typist did. */
export interface Session {
  /** Unicode characters to be typed, and keys pressed for them. */
  readonly characters: number;
  readonly keys: number;
  /** How often the model was asked, suggested something, and was right in its first word. */
  readonly asked: number;
  readonly shown: number;
  readonly right: number;
}

/** What one press of “Accept Word” takes: a word, or a run of other marks, with the white space before it. */
const PORTION = /^\s*(?:[\p{L}\p{M}\p{N}_'’-]+|[^\s\p{L}\p{M}\p{N}_'’-]+)/u;

/**
 * Types `text` from `start` to its end with ghost text in view. Before each key the typist looks at the suggestion for
 * the text left of the caret: while its leading words are those to be written, whole, each is accepted with one key;
 * otherwise one character is typed, with one key. Wrong suggestions cost nothing. As in the editor, a suggestion stays
 * while one types along it, and the model is asked anew once it no longer fits or is used up.
 */
export async function type(writer: Writer, text: string, start: number): Promise<Session> {
  let [keys, asked, shown, right] = [0, 0, 0, 0];
  let suggestion: Suggestion | undefined;
  for (let caret = start; caret < text.length; keys++) {
    const left = text.slice(0, caret);
    const ahead = text.slice(caret);
    let ghost = continueTyped(suggestion, left);
    if (ghost === undefined) {
      [ghost = ''] = (await complete(writer, completionRequest(left), unhurried)).texts;
      suggestion = { left, text: ghost };
      asked++;
      if (ghost !== '') shown++;
      if (acceptable(ghost, ahead) > 0) right++;
    }
    caret += acceptable(ghost, ahead) || String.fromCodePoint(ahead.codePointAt(0)!).length;
  }
  return { characters: [...text.slice(start)].length, keys, asked, shown, right };
}

const unhurried = new AbortController().signal;

/** Length of the first portion of `ghost` when it is also the first of the text `ahead`, else 0. */
function acceptable(ghost: string, ahead: string): number {
  const portion = PORTION.exec(ghost)?.[0];
  return portion !== undefined && portion === PORTION.exec(ahead)?.[0] ? portion.length : 0;
}
