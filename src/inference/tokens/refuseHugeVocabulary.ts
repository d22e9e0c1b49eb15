/** Upper limit of a vocabulary's size: the largest have some 260,000 tokens. */
const MAX_IDS = 2 ** 22;

/** Throws a RangeError when a vocabulary has more ids than any model. */
export function refuseHugeVocabulary(vocab: readonly string[]): void {
  if (vocab.length > MAX_IDS) throw new RangeError(`The last token has the id ${vocab.length - 1}.`);
}
