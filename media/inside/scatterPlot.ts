import * as l10n from '@vscode/l10n';
import type { Units } from '../../src/core/text/tokenUnits';
import { visiblePiece } from '../common/visiblePiece';
import { svg } from '../common/svg';
import type { Projection } from './pcaProjection';

const WIDTH = 360;
const HEIGHT = 260;
const MARGIN = 14;
/** About as wide as a letter of a label is. */
const LETTER = 5.6;
const LINE = 11;
const LONGEST_LABEL = 18;

/** Units as points in the plane in which they differ most; the chosen one and its namesakes stand out. */
export function scatterPlot(
  { points, shares, fitted }: Projection,
  units: Units,
  chosen: number,
  choose: (unit: number) => void,
): SVGSVGElement {
  const place = placing(points);
  const name = (unit: number) => units.labels[unit]!.trim().toLowerCase();
  const isSame = (unit: number) => chosen >= 0 && name(unit) === name(chosen);
  const all = Array.from(units.labels.keys());
  const [same, others] = [all.filter(isSame), all.filter((unit) => !isSame(unit))];
  const dots = [...others, ...same].map((unit) => {
    const [x, y] = place(unit);
    const kind = unit === chosen ? 'dot chosen' : isSame(unit) ? 'dot same' : 'dot';
    const dot = svg(
      'circle',
      { class: kind, cx: x, cy: y, r: isSame(unit) ? 4 : 2.5 },
      svg('title', {}, visiblePiece(units.labels[unit]!)),
    );
    dot.addEventListener('click', () => choose(unit));
    return dot;
  });
  const links = same.slice(1).map((unit, index) => {
    const [[x1, y1], [x2, y2]] = [place(same[index]!), place(unit)];
    return svg('line', { class: 'link', x1, y1, x2, y2 });
  });
  const [first, second] = shares.map((share) => `${Math.round(share * 100)}%`);
  const caption = l10n.t(
    'The two directions in which they differ most show {0} and {1} of all variance.',
    first!,
    second!,
  );
  const partial = l10n.t('Fitted to {0} of {1}.', String(fitted), String(all.length));
  return svg(
    'svg',
    {
      class: 'scatter',
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: 'img',
      'aria-label': l10n.t('{0} “Nearest” lists them.', caption),
    },
    ...links,
    ...dots,
    ...labels([...same, ...others], units, place, isSame),
    svg('text', { class: 'axis', x: MARGIN, y: HEIGHT - 3 }, fitted < all.length ? `${caption} ${partial}` : caption),
  );
}

/** Where each point stands in the picture. */
function placing(points: Float32Array): (unit: number) => readonly [number, number] {
  const axis = (offset: number, from: number, to: number) => {
    const values = points.filter((_, index) => index % 2 === offset);
    const [least, most] = [Math.min(...values), Math.max(...values)];
    const scale = most > least ? (to - from) / (most - least) : 0;
    return (value: number) => from + (value - least) * scale;
  };
  const x = axis(0, MARGIN, WIDTH - MARGIN);
  const y = axis(1, HEIGHT - 2 * MARGIN, MARGIN);
  return (unit) => [x(points[2 * unit]!), y(points[2 * unit + 1]!)];
}

/** Labels of those that have room, the first ones first. */
function labels(
  inOrder: readonly number[],
  units: Units,
  place: (unit: number) => readonly [number, number],
  isSame: (unit: number) => boolean,
): SVGTextElement[] {
  const taken: { left: number; right: number; y: number }[] = [];
  return inOrder.flatMap((unit) => {
    const text = visiblePiece(units.labels[unit]!).slice(0, LONGEST_LABEL);
    const [x, y] = place(unit);
    const width = text.length * LETTER;
    const left = x + 6 + width > WIDTH ? x - 6 - width : x + 6;
    const isFree = taken.every(
      (other) => left > other.right || left + width < other.left || Math.abs(y - other.y) > LINE,
    );
    if (!isFree) return [];
    taken.push({ left, right: left + width, y });
    return [svg('text', { class: isSame(unit) ? 'label same' : 'label', x: left, y: y + 3.5 }, text)];
  });
}
