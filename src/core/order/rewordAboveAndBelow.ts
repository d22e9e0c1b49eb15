import { PLACE } from './forwardReferences';

/** Rewords a reference to something that now comes before it: “described below” becomes “described above”. */
export function pointBack(words: string): string {
  return words.replace(new RegExp(String.raw`\b(?:${PLACE}|that follows?)`, 'i'), 'above');
}

/** Rewords an instruction that moves before the material it applies to: “above” becomes “below”. */
export function pointForward(words: string): string {
  return words.replace(/\babove\b/gi, 'below');
}
