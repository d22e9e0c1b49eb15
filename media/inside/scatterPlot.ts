import * as l10n from '@vscode/l10n';
import type { Units } from '../../src/core/text/compareByTokenWordOrSentence';
import { svg } from '../common/svg';
import { visiblePiece } from '../common/visibleTokenText';
import type { Projection } from './pcaProjection';

/** All sizes are in units of the SVG's view box. */
const WIDTH = 360;
const HEIGHT = 260;
const MARGIN = 14;
/** Average width of a label's letter. */
const LETTER_WIDTH = 5.6;
const LABEL_HEIGHT = 11;
/** Distance of a label from its point. */
const LABEL_GAP = 6;
/** In UTF-16 code units. */
const LONGEST_LABEL = 18;

type Point = readonly [x: number, y: number];

/**
 * Units as points of their projection. The chosen unit and those spelled like it stand out, linked by lines in the order
 * of the text.
 *
 * @param choose called with a unit that was clicked
 */
export function scatterPlot(
  projection: Projection,
  units: Pick<Units, 'labels'>,
  chosen: number,
  choose: (unit: number) => void,
): SVGSVGElement {
  const pointOf = pointsIn(projection.points);
  const spelling = (unit: number) => units.labels[unit]!.trim().toLowerCase();
  const isSame = (unit: number) => chosen >= 0 && spelling(unit) === spelling(chosen);
  const all = Array.from(units.labels.keys());
  const [same, others] = [all.filter(isSame), all.filter((unit) => !isSame(unit))];
  const dotOf = (unit: number) => {
    const kind = unit === chosen ? 'dot chosen' : isSame(unit) ? 'dot same' : 'dot';
    const created = dot(pointOf(unit), kind, isSame(unit) ? 4 : 2.5, units.labels[unit]!);
    created.addEventListener('click', () => choose(unit));
    return created;
  };
  const caption = captionOf(projection);
  const partial = l10n.t('Fitted to {0} of {1}.', String(projection.fitted), String(all.length));
  const axisText = projection.fitted < all.length ? `${caption} ${partial}` : caption;
  return svg(
    'svg',
    {
      class: 'scatter',
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: 'img',
      'aria-label': l10n.t('{0} “Nearest” lists them.', caption),
    },
    ...links(same.map(pointOf)),
    // Last, so that they cover the others.
    ...[...others, ...same].map(dotOf),
    ...labels([...same, ...others], units, pointOf, isSame),
    svg('text', { class: 'axis', x: MARGIN, y: HEIGHT - 3 }, axisText),
  );
}

function captionOf({ explained }: Projection): string {
  const [first, second] = explained.map((share) => `${Math.round(share * 100)}%`);
  return l10n.t('The first two principal components explain {0} and {1} of the variance.', first!, second!);
}

function dot([x, y]: Point, className: string, radius: number, label: string): SVGCircleElement {
  return svg('circle', { class: className, cx: x, cy: y, r: radius }, svg('title', {}, visiblePiece(label)));
}

/** A line from each point to the next. */
function links(points: readonly Point[]): SVGLineElement[] {
  return points.slice(1).map(([x2, y2], index) => {
    const [x1, y1] = points[index]!;
    return svg('line', { class: 'link', x1, y1, x2, y2 });
  });
}

/** Scales a projection [size, 2] to the picture: the point of each unit. */
function pointsIn(projected: Float32Array): (unit: number) => Point {
  const axis = (offset: number, from: number, to: number) => {
    const values = projected.filter((_, index) => index % 2 === offset);
    const [least, most] = [Math.min(...values), Math.max(...values)];
    const scale = most > least ? (to - from) / (most - least) : 0;
    return (value: number) => from + (value - least) * scale;
  };
  const x = axis(0, MARGIN, WIDTH - MARGIN);
  const y = axis(1, HEIGHT - 2 * MARGIN, MARGIN);
  return (unit) => [x(projected[2 * unit]!), y(projected[2 * unit + 1]!)];
}

/** The labels that have room, where earlier units go first. */
function labels(
  unitsInOrder: readonly number[],
  units: Pick<Units, 'labels'>,
  pointOf: (unit: number) => Point,
  isSame: (unit: number) => boolean,
): SVGTextElement[] {
  const placed: { left: number; right: number; y: number }[] = [];
  return unitsInOrder.flatMap((unit) => {
    const text = visiblePiece(units.labels[unit]!).slice(0, LONGEST_LABEL);
    const [x, y] = pointOf(unit);
    const width = text.length * LETTER_WIDTH;
    const left = x + LABEL_GAP + width > WIDTH ? x - LABEL_GAP - width : x + LABEL_GAP;
    const hasRoom = placed.every(
      (other) => left > other.right || left + width < other.left || Math.abs(y - other.y) > LABEL_HEIGHT,
    );
    if (!hasRoom) return [];
    placed.push({ left, right: left + width, y });
    return [svg('text', { class: isSame(unit) ? 'label same' : 'label', x: left, y: y + 3.5 }, text)];
  });
}
