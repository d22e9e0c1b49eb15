import type { ChanceWeights } from '../../src/core/completion/chanceOfFirstWord';
import { addTo, NOTHING_TYPED, typeText, type TypingScore } from '../typist';
import type { Row } from '../row';
import { paragraphPassages } from './repositories';
import type { Writer } from './writers';

/** In a language that a model does not know, so many suggestions in 100 keys are noise that nobody minds. */
const MOST_SUGGESTIONS = 1;

/** Typed paragraphs of other languages, without memory: few suggestions, or right as often as in English. */
export async function languagesTyped({ name, alone }: Writer, chances: ChanceWeights, quick: boolean): Promise<Row[]> {
  const languages = quick ? ['en', 'de'] : ['en', 'de', 'es', 'fr', 'ru', 'zh', 'ja', 'ar'];
  const scores = new Map<string, TypingScore>();
  for (const { language, text, start, end } of paragraphPassages('measure', languages)) {
    const score = scores.get(language) ?? { ...NOTHING_TYPED };
    addTo(score, await typeText({ ...alone, chances }, text, { start, end }, { level: 'normal' }));
    scores.set(language, score);
  }
  const english = scores.get('en')!;
  return [...scores].map(([language, score]) => {
    const [right, inEnglish] = [score, english].map((each) => each.right / Math.max(1, each.suggestions)) as [
      number,
      number,
    ];
    const perHundred = (100 * score.suggestions) / score.keys;
    return {
      what: `share right in the first word, ${language}, ${name}, ${perHundred.toFixed(1)} suggestions in 100 keys; against English`,
      value: right,
      against: inEnglish,
      ratio: right / inEnglish,
      goal: 1,
      met: right >= inEnglish || perHundred <= MOST_SUGGESTIONS,
    };
  });
}
