import { quietPlaceAt } from '../../src/core/completion/quietPlaces';
import type { SuggestionLevel } from '../../src/core/completion/suggestionLevels';
import type { CausalModel } from '../../src/inference/generation/causalModel';
import { readLeftContext } from '../../src/inference/generation/generateCompletion';
import { atOnce } from '../../src/inference/requestScheduler';
import { completionRequest } from '../../test/helpers/completionRequest';
import { scorePassage, type PassageScore } from '../quality/nextWord';
import { addTo, NOTHING_TYPED, typeText, type TypingScore } from '../typist';
import type { Passage } from './repositories';

/** What a writer reached on some passages: shares are 0 to 1. */
export interface Measures {
  readonly keysSaved: number;
  readonly wordsRight: number;
  readonly bitsPerCharacter: number;
  /** Suggestions in 100 keys. */
  readonly suggestions: number;
  readonly right: number;
  readonly wrongFromFirst: number;
  /** Unicode characters in a suggestion. */
  readonly characters: number;
  /** Forward passes and milliseconds of a request. */
  readonly passes: number;
  readonly milliseconds: number;
}

/** UTF-16 code units at the end of a passage that are scored. */
const SCORED = 1200;

/**
 * Types passages and scores them.
 *
 * @param level how readily ghost text appears; undefined for what it did before there were levels and quiet places
 */
export async function measure(
  modelFor: (passage: Passage) => CausalModel,
  passages: readonly Passage[],
  level: SuggestionLevel | undefined,
): Promise<Measures> {
  const typed: TypingScore = { ...NOTHING_TYPED };
  const scored: PassageScore = { bits: 0, characters: 0, words: 0, wordsRight: 0 };
  for (const passage of passages) {
    const model = modelFor(passage);
    const { text, start, end, offset, document } = passage;
    const isQuiet = (caret: number) =>
      quietPlaceAt(document.text.slice(0, offset + caret), offset + caret) !== undefined;
    await readLeftContext(model, completionRequest(text.slice(0, start), { level }), atOnce);
    addTo(typed, await typeText(model, text, { start, end }, { level }, level && isQuiet));
    if (!level) addTo(scored, await scorePassage(model, text.slice(0, end), Math.max(400, end - SCORED)));
  }
  const { characters, keys, requests, suggestions } = typed;
  return {
    keysSaved: 1 - keys / characters,
    wordsRight: scored.wordsRight / scored.words,
    bitsPerCharacter: scored.bits / scored.characters,
    suggestions: (100 * suggestions) / keys,
    // Who suggests nothing suggests nothing wrong.
    right: suggestions === 0 ? 1 : typed.right / suggestions,
    wrongFromFirst: suggestions === 0 ? 0 : typed.wrongFromFirst / suggestions,
    characters: suggestions === 0 ? 0 : typed.suggested / suggestions,
    passes: typed.passes / requests,
    milliseconds: typed.milliseconds / requests,
  };
}
