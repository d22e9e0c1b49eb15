import { alternatives } from './promptOutline';

/** Labels after which the model should write: “answer”. */
const CUES = alternatives(`
  answer output response reply assistant ai completion result translation summary json sql label category verdict
  story poem rewrite explanation model bot you a title
`);
/** A label after which the model should write: “Your final answer”. */
export const CUE = new RegExp(
  String.raw`^(?:(?:the|your|final|corrected|rewritten|new|a|my|short|first)[ \t]{1,3}){0,4}(?:${CUES})[^\p{L}\p{N}]{0,4}$`,
  'iu',
);
/** A label with content: “Review: great”. After one, an empty label is for the model to fill in, as in “Sentiment:”. */
export const FILLED_LABEL = /^[ \t]*[\p{L}][^\n:]{0,30}:[ \t]*\S/mu;
