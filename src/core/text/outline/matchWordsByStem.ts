/** Whether two texts have a word stem in common: “categories” and “Category”. */
export function shareWord(a: string, b: string): boolean {
  const stems = new Set(stemsOf(a));
  return stemsOf(b).some((stem) => stems.has(stem));
}

/** The words of four letters or more, without common words and plural endings, cut to seven letters. */
export function stemsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}]{4,}/gu) ?? [];
  return words.filter((word) => !COMMON_WORDS.has(word)).map((word) => word.replace(/(?:ies|es|s)$/, '').slice(0, 7));
}

/** Words of four letters or more that name nothing. */
const COMMON_WORDS = new Set(
  'with this that these those from below following follow listed given here have your will must each'.split(' '),
);
