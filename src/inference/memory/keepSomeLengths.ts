/**
 * Keeps matches of some lengths: the longest, which tells most of what follows but mostly occurs once, and then shorter ones that
 * occur at least twice as often as the one before.
 *
 * @param at the occurrences of a match of a length
 * @param most how many are kept
 */
export function keepSomeLengths<Occurrence>(
  longest: number,
  at: (length: number) => readonly Occurrence[],
  most: number,
): { readonly length: number; readonly occurrences: readonly Occurrence[] }[] {
  const kept: { length: number; occurrences: readonly Occurrence[] }[] = [];
  let least = 1;
  for (let length = longest; length > 0 && kept.length < most; length--) {
    const occurrences = at(length);
    if (occurrences.length < least) continue;
    kept.push({ length, occurrences });
    least = 2 * occurrences.length;
  }
  return kept;
}
