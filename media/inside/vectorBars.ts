import { svg } from '../common/svg';

const HEIGHT = 20;
const BAR = 3;

/**
 * A vector as bars, one a number: up from the middle when it is above nought, down when below.
 *
 * @param top the number whose bar is as high as there is room; that of the largest unless told
 */
export function vectorBars(vector: Float32Array, name: string, top = largest(vector)): SVGSVGElement {
  const width = vector.length * BAR;
  const bars = Array.from(vector, (value, index) => {
    const height = top > 0 ? (Math.min(1, Math.abs(value) / top) * HEIGHT) / 2 : 0;
    const y = value >= 0 ? HEIGHT / 2 - height : HEIGHT / 2;
    return `M${index * BAR} ${y.toFixed(2)}h${BAR - 1}v${height.toFixed(2)}h${1 - BAR}z`;
  });
  const of = (isAbove: boolean) => bars.filter((_, index) => vector[index]! >= 0 === isAbove).join('');
  const picture = svg(
    'svg',
    {
      class: 'vector',
      viewBox: `0 0 ${width} ${HEIGHT}`,
      preserveAspectRatio: 'none',
      role: 'img',
      'aria-label': name,
    },
    svg('title', {}, `${name}: ${Array.from(vector, (value) => value.toFixed(3)).join(' ')}`),
    svg('path', { class: 'above', d: of(true) }),
    svg('path', { class: 'below', d: of(false) }),
  );
  return picture;
}

/** The largest number of a vector, its sign apart. */
export function largest(vector: Float32Array): number {
  return vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
