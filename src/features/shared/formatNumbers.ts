/** A whole number with its thousands separated: 12,345. */
export function formatCount(count: number): string {
  return count.toLocaleString('en');
}

/** A probability (0 to 1) as a percentage with two significant digits. */
export function formatPercent(probability: number): string {
  const share = 100 * probability;
  if (share >= 9.95) return `${share.toFixed(0)}%`;
  return share < 0.01 ? 'below 0.01%' : `${share.toPrecision(2)}%`;
}

/** Bytes as megabytes of 10⁶ bytes, as disks count them. */
export function megabytes(bytes: number): string {
  const size = bytes / 1e6;
  return `${size < 10 ? size.toFixed(1) : Math.round(size).toLocaleString('en')} MB`;
}

/** A duration in seconds, minutes or hours, whichever reads best. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
