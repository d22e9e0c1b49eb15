/** The text before a defined word, from the start of a line or sentence: “- The placeholder ” before “{name}”. */
const BEFORE_DEFINED =
  /(?:^|[.!?:;)\n(]|["”])[ \t]*(?:(?:[-*•+>|]|\d+[.)]|#{1,6})[ \t]+)?["“'*_`(|]*[ \t]*(?:(?:an?|the|note(?: that)?|here|where|in (?:this|our) (?:text|prompt|company)|by|and|replace)[,:]?[ \t]+)*(?:(?:placeholder|variable|value|term|name|abbreviation|acronym|token|field|letters|slot)[ \t]+)?["“'*_`(|]*$/i;
/** The text after a defined word: “ stands for …”, “: …”, but not “ is empty”. */
export const AFTER_DEFINED =
  /^["”'*_`)|]*[ \t]*(?:\([^)\n]*\)[ \t]*)?(?:,[^,.\n]{2,60},[ \t]*)?(?:always |here |in this \w+ |simply |just |only )?(?:is|are|was|means?|stands? for|contains?|holds?|will (?:be|contain|hold)|refers? to|denotes?|represents?|we mean|I mean|marks|names|gives|tells|expands to|comes from|=|:|–|—|\|)(?![ \t]*(?:empty|missing|not |unknown|given|set to|absent|blank))/i;

/** Whether a sentence or line that begins with the word defines it. */
export function defines(text: string, word: string, at: number): boolean {
  return (
    AFTER_DEFINED.test(text.slice(at + word.length, at + word.length + 120)) &&
    BEFORE_DEFINED.test(text.slice(Math.max(0, at - 80), at))
  );
}
