import { PLACE } from './forwardReferences';

/** Rewords a reference to something that now comes before it: “described below” becomes “described above”. */
export function pointBack(words: string): string {
  return words.replace(new RegExp(String.raw`\b(?:${PLACE}|that follows?)`, 'i'), 'above');
}
