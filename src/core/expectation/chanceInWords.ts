const MOST_ODDS = 1e9;

/** The probability of something that takes this many bits, in words: “34%”, or “1 in 520,000” where it is below a tenth. */
export function chanceInWords(bits: number): string {
  const probability = 2 ** -bits;
  if (probability >= 0.1) return `${Math.round(100 * probability)}%`;
  const odds = 1 / probability;
  if (odds > MOST_ODDS) return 'less than 1 in a billion';
  return `1 in ${Number(odds.toPrecision(2)).toLocaleString('en')}`;
}
