import { stopwords as danish } from '@orama/stopwords/danish';
import { stopwords as dutch } from '@orama/stopwords/dutch';
import { stopwords as english } from '@orama/stopwords/english';
import { stopwords as finnish } from '@orama/stopwords/finnish';
import { stopwords as french } from '@orama/stopwords/french';
import { stopwords as german } from '@orama/stopwords/german';
import { stopwords as italian } from '@orama/stopwords/italian';
import { stopwords as norwegian } from '@orama/stopwords/norwegian';
import { stopwords as portuguese } from '@orama/stopwords/portuguese';
import { stopwords as russian } from '@orama/stopwords/russian';
import { stopwords as spanish } from '@orama/stopwords/spanish';
import { stopwords as swedish } from '@orama/stopwords/swedish';
import { stopwords as turkish } from '@orama/stopwords/turkish';
import type { Span } from './span';

/** The function words of each language, in lower case: articles, pronouns, prepositions, conjunctions, auxiliary verbs. */
const LANGUAGES = [
  english,
  german,
  french,
  spanish,
  italian,
  portuguese,
  dutch,
  swedish,
  danish,
  norwegian,
  finnish,
  russian,
  turkish,
].map((words) => new Set(words));

const WORDS = new Intl.Segmenter(undefined, { granularity: 'word' });
/** Two letters, or one of a script in which one can be a word: a single letter of an alphabet hardly means anything. */
const MEANINGFUL = /\p{L}{2}|\p{Lo}/u;

/**
 * The words of a text that have a meaning of their own: neither numbers nor function words such as “of”, “if” and “we”.
 * The text counts as written in the language whose function words are most frequent in it.
 */
export function contentWords(text: string): Span[] {
  const words = Array.from(WORDS.segment(text), ({ segment, index }) => ({
    word: segment.toLowerCase(),
    index,
  })).filter(({ word }) => MEANINGFUL.test(word));
  const frequency = (language: ReadonlySet<string>) => words.filter(({ word }) => language.has(word)).length;
  const language = LANGUAGES.reduce((best, other) => (frequency(other) > frequency(best) ? other : best));
  return words
    .filter(({ word }) => !language.has(word))
    .map(({ word, index }) => ({ start: index, end: index + word.length }));
}
