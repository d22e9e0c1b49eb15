import { isDense } from './charactersThatSayMore';

/** Letters that a suggestion adds at least. */
const LEAST_LETTERS = 4;
const LETTERS = /[\p{L}\p{N}]/gu;

/** Whether a suggestion is worth a glance: four new letters, or two characters of scripts where these say more. */
export function isLongEnough(text: string): boolean {
  const letters = (text.match(LETTERS) ?? []).map((letter): number => (isDense(letter) ? 2 : 1));
  return letters.reduce((sum, each) => sum + each, 0) >= LEAST_LETTERS;
}
