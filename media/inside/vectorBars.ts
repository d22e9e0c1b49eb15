import { svg } from '../common/svg';

const HEIGHT = 20;
const BAR = 3;

/**
 * A vector as bars, one a number: up from the middle for positive numbers, down for negative ones.
 *
 * @param name of the vector, for its tooltip and screen readers
 * @param top the absolute value with the highest bar; by default the largest one
 */
export function vectorBars(vector: Float32Array, name: string, top = largestAbsolute(vector)): SVGSVGElement {
  const width = vector.length * BAR;
  const bars = Array.from(vector, (value, index) => {
    const height = top > 0 ? (Math.min(1, Math.abs(value) / top) * HEIGHT) / 2 : 0;
    const y = value >= 0 ? HEIGHT / 2 - height : HEIGHT / 2;
    return `M${index * BAR} ${y.toFixed(2)}h${BAR - 1}v${height.toFixed(2)}h${1 - BAR}z`;
  });
  const pathOf = (isAbove: boolean) => bars.filter((_, index) => vector[index]! >= 0 === isAbove).join('');
  return svg(
    'svg',
    {
      class: 'vector',
      viewBox: `0 0 ${width} ${HEIGHT}`,
      preserveAspectRatio: 'none',
      role: 'img',
      'aria-label': name,
    },
    svg('title', {}, `${name}: ${Array.from(vector, (value) => value.toFixed(3)).join(' ')}`),
    svg('path', { class: 'above', d: pathOf(true) }),
    svg('path', { class: 'below', d: pathOf(false) }),
  );
}

/** The largest absolute value of a vector. */
export function largestAbsolute(vector: Float32Array): number {
  return vector.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}
