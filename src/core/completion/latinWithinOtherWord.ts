/** Ends in a letter of a script that sets words in Latin letters apart. Chinese and Japanese do not. */
const OTHER_SCRIPT =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Hangul}]$/u;
const LATIN = /^\p{Script=Latin}/u;

/** Whether `text` would continue a word of another script in Latin letters, as a model does that does not know the script. */
export function isLatinWithinOtherWord(left: string, text: string): boolean {
  return LATIN.test(text) && OTHER_SCRIPT.test(left.slice(-1));
}
