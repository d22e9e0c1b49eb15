import * as l10n from '@vscode/l10n';
import type { PositionEncodings } from '../../src/contracts/insideRequests';
import { positionSimilarityByDistance } from '../../src/core/inside/positionSimilarityByDistance';
import { svg } from '../common/svg';

const WIDTH = 360;
const HEIGHT = 120;
const MARGIN = 18;

/** A line chart of the similarity of two positions, or of a relative model's position bias, by their distance. */
export function distanceChart(positions: PositionEncodings): SVGSVGElement {
  const values = positionSimilarityByDistance(positions);
  const finite = values.filter(Number.isFinite);
  const [least, most] = [Math.min(0, ...finite), Math.max(...finite)];
  const x = (index: number) => MARGIN + (index / Math.max(1, values.length - 1)) * (WIDTH - 2 * MARGIN);
  const y = (value: number) => HEIGHT - MARGIN - ((value - least) / (most - least || 1)) * (HEIGHT - 2 * MARGIN);
  const line = Array.from(values, (value, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
  const isRelative = positions.kind === 'relative';
  const name = isRelative
    ? l10n.t('What is added to the score by distance, mean of the heads')
    : l10n.t('Similarity of two positions by the distance between them');
  const first = isRelative ? 1 - positions.count : 0;
  return svg(
    'svg',
    { class: 'distances', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': name },
    svg('line', { class: 'zero', x1: MARGIN, x2: WIDTH - MARGIN, y1: y(0), y2: y(0) }),
    svg('polyline', { points: line }),
    svg('text', { x: MARGIN, y: HEIGHT - 4 }, String(first)),
    svg('text', { x: WIDTH - MARGIN, y: HEIGHT - 4, 'text-anchor': 'end' }, String(first + values.length - 1)),
    svg('text', { x: 1, y: y(most) - 4 }, most.toFixed(2)),
    svg('text', { x: WIDTH / 2, y: HEIGHT - 4, 'text-anchor': 'middle' }, l10n.t('tokens apart')),
  );
}
