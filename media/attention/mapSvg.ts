import type { DisplayedMap } from '../../src/core/attention/displayedMap';
import { visiblePiece } from '../common/visiblePiece';

/** Colours of a drawing: of a weight, of the paper and of the writing. */
export interface Ink {
  cell(weight: number): string;
  readonly paper: string;
  readonly text: string;
}

const UNIT = 10;
const GUTTER = 110;
const TITLE = 30;
const LONGEST_LABEL = 18;

/** Width and height of `mapSvg` of a map of `size` units. */
export function svgSize(size: number): { width: number; height: number } {
  return { width: GUTTER + size * UNIT + UNIT, height: TITLE + GUTTER + size * UNIT + UNIT };
}

/** A map with all its labels as an SVG document; cells of one colour are one path, neighbours in a row one rectangle. */
export function mapSvg({ map, labels }: DisplayedMap, ink: Ink, title: string): string {
  const { width, height } = svgSize(map.size);
  const top = TITLE + GUTTER;
  const middle = (unit: number) => (unit + 0.72) * UNIT;
  const rows = labels.map((label, unit) => `<text x="${GUTTER - 4}" y="${top + middle(unit)}">${named(label)}</text>`);
  const columns = labels.map(
    (label, unit) =>
      `<text transform="translate(${GUTTER + middle(unit) - 4.5} ${top - 4}) rotate(90)">${named(label)}</text>`,
  );
  const paths = Array.from(
    rectangles(map.size, (cell) => ink.cell(map.weights[cell]!)),
    ([colour, path]) => {
      return `<path fill="${colour}" d="${path}"/>`;
    },
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<title>${escaped(title)}</title>
<rect width="${width}" height="${height}" fill="${ink.paper}"/>
<g fill="${ink.text}" font-family="sans-serif" font-size="8" text-anchor="end">
<text x="${GUTTER}" y="20" font-size="12" text-anchor="start">${escaped(title)}</text>
${[...rows, ...columns].join('\n')}
</g>
<g shape-rendering="crispEdges" transform="translate(${GUTTER} ${top}) scale(${UNIT})">
${paths.join('\n')}
</g>
</svg>
`;
}

/** Path of all cells of each colour, in units. */
function rectangles(size: number, colourOf: (cell: number) => string): Map<string, string> {
  const paths = new Map<string, string>();
  for (let row = 0; row < size; row++) {
    let start = 0;
    for (let column = 1; column <= size; column++) {
      const colour = colourOf(row * size + start);
      if (column < size && colourOf(row * size + column) === colour) continue;
      paths.set(colour, `${paths.get(colour) ?? ''}M${start} ${row}h${column - start}v1h${start - column}z`);
      start = column;
    }
  }
  return paths;
}

function named(label: string): string {
  const text = visiblePiece(label);
  return escaped(text.length > LONGEST_LABEL ? `${text.slice(0, LONGEST_LABEL - 1)}…` : text);
}

/** XML 1.0 has no control characters but tab and line ends, and no lone surrogates. */
const NOT_IN_XML = /[\0-\x08\v\f\x0E-\x1F\uD800-\uDFFF\uFFFE\uFFFF]/gu;

function escaped(text: string): string {
  const allowed = text.replace(NOT_IN_XML, '\uFFFD');
  return allowed.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
