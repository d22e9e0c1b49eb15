/** A probability in percent with one decimal; <0.1% for a smaller one that is not 0. */
export function percent(probability: number): string {
  const share = probability * 100;
  return share >= 0.095 ? `${share.toFixed(1)}%` : share === 0 ? '0%' : '<0.1%';
}
