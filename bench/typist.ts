import { isDense } from '../src/core/completion/charactersThatSayMore';
import type { CompletionRequest } from '../src/contracts/completionRequests';
import type { CausalModel } from '../src/inference/generation/causalModel';
import { complete } from '../src/inference/generation/generateCompletion';
import type { Turn } from '../src/inference/requestScheduler';
import { completionRequest } from '../test/helpers/completionRequest';

/** Sums over simulated typing. */
export interface TypingScore {
  /** Unicode characters of the text, and keys pressed to type it. */
  characters: number;
  keys: number;
  requests: number;
  /** Requests with a suggestion; those that begin with the right word, and those whose first letter is wrong. */
  suggestions: number;
  right: number;
  wrongFromFirst: number;
  /** Unicode characters of all suggestions. */
  suggested: number;
  /** Forward passes and milliseconds of all requests. */
  passes: number;
  milliseconds: number;
}

export const NOTHING_TYPED: TypingScore = {
  characters: 0,
  keys: 0,
  requests: 0,
  suggestions: 0,
  right: 0,
  wrongFromFirst: 0,
  suggested: 0,
  passes: 0,
  milliseconds: 0,
};

/** What one press of “Accept Word” accepts: a word or a run of punctuation, with the white space before it. */
const PORTION = /^\s*(?:[\p{L}\p{M}\p{N}_'’-]+|[^\s\p{L}\p{M}\p{N}_'’-]+)/u;

/**
 * Simulates typing `text` from `start` to `end` with ghost text. Before each key, the typist checks the suggestion
 * for the text left of the caret: one key accepts its first word when that is the next word of the text; otherwise one
 * key types one character. Wrong suggestions cost nothing. As in the editor, a suggestion stays while the typed text
 * agrees with it; then the model is asked again.
 *
 * @param isQuiet whether none is shown at an offset
 */
export async function typeText(
  model: CausalModel,
  text: string,
  { start, end = text.length }: { readonly start: number; readonly end?: number },
  change: Partial<CompletionRequest> = {},
  isQuiet: (caret: number) => boolean = () => false,
): Promise<TypingScore> {
  const score = { ...NOTHING_TYPED, characters: [...text.slice(start, end)].length };
  const countingTurn: Turn = (pass) => {
    score.passes++;
    return pass();
  };
  let suggestion: Suggestion | undefined;
  for (let caret = start; caret < end; score.keys++) {
    const left = text.slice(0, caret);
    const ahead = text.slice(caret);
    let ghost = suggestion && unusedRest(suggestion, left);
    if (ghost === undefined && !isQuiet(caret)) {
      const started = performance.now();
      [ghost = ''] = (await complete(model, completionRequest(left, change), countingTurn)).texts;
      score.milliseconds += performance.now() - started;
      score.requests++;
      suggestion = { left, text: ghost };
      if (ghost !== '') judge(score, ghost, ahead);
    }
    caret += acceptableLength(ghost ?? '', ahead) || String.fromCodePoint(ahead.codePointAt(0)!).length;
  }
  return score;
}

/** Ghost text, and the text left of the caret that it was requested for. */
interface Suggestion {
  readonly left: string;
  readonly text: string;
}

function judge(score: TypingScore, ghost: string, ahead: string): void {
  score.suggestions++;
  score.suggested += [...ghost].length;
  if (acceptableLength(ghost, ahead) > 0) score.right++;
  if (!beginsAlike(ghost, ahead)) score.wrongFromFirst++;
}

/** Whether `ahead` begins with the first letter of `ghost`, and the blanks before it. */
export function beginsAlike(ghost: string, ahead: string): boolean {
  return ahead.startsWith(/^\s*\S/u.exec(ghost)?.[0] ?? ghost);
}

/** The part of `suggestion` that is not typed yet; undefined when it is used up or the typed text differs from it. */
function unusedRest(suggestion: Suggestion, left: string): string | undefined {
  const whole = suggestion.left + suggestion.text;
  return whole.startsWith(left) && whole !== left ? whole.slice(left.length) : undefined;
}

/**
 * Length of the first portion of `ghost` when the text `ahead` begins with the same portion, else 0. In scripts without spaces,
 * all of it only has to stand there.
 */
export function acceptableLength(ghost: string, ahead: string): number {
  const portion = PORTION.exec(ghost)?.[0];
  if (portion === undefined || !ahead.startsWith(portion)) return 0;
  return portion === PORTION.exec(ahead)?.[0] || isDense(portion.at(-1)!) ? portion.length : 0;
}

/** Adds each field of `more` to `total`. */
export function addTo<Sums extends Record<keyof Sums, number>>(total: Sums, more: Sums): void {
  for (const key of Object.keys(total) as (keyof Sums)[]) total[key] = (total[key] + more[key]) as Sums[keyof Sums];
}
