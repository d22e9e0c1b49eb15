import type { DisplayedMap } from '../../src/core/attention/displayedMap';
import { visiblePiece } from '../common/visibleTokenText';

/** CSS colours of a drawing. */
export interface SvgColours {
  cell(weight: number): string;
  readonly background: string;
  readonly text: string;
}

const UNIT = 10;
const GUTTER = 110;
const TITLE = 30;
const LONGEST_LABEL = 18;

/** Width and height of the drawing of a map of `size` units, in pixels. */
export function svgSize(size: number): { width: number; height: number } {
  return { width: GUTTER + size * UNIT + UNIT, height: TITLE + GUTTER + size * UNIT + UNIT };
}

/** A map with all its labels as an SVG document. Cells of one colour are one path, merged along each row. */
export function mapSvg({ map, labels }: DisplayedMap, colours: SvgColours, title: string): string {
  const { width, height } = svgSize(map.size);
  const top = TITLE + GUTTER;
  const baseline = (unit: number) => (unit + 0.72) * UNIT;
  const rows = labels.map(
    (label, unit) => `<text x="${GUTTER - 4}" y="${top + baseline(unit)}">${shortLabel(label)}</text>`,
  );
  const columns = labels.map(
    (label, unit) =>
      `<text transform="translate(${GUTTER + baseline(unit) - 4.5} ${top - 4}) rotate(90)">${shortLabel(label)}</text>`,
  );
  const paths = Array.from(
    pathsByColour(map.size, (cell) => colours.cell(map.weights[cell]!)),
    ([colour, path]) => {
      return `<path fill="${colour}" d="${path}"/>`;
    },
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<title>${escapeXml(title)}</title>
<rect width="${width}" height="${height}" fill="${colours.background}"/>
<g fill="${colours.text}" font-family="sans-serif" font-size="8" text-anchor="end">
<text x="${GUTTER}" y="20" font-size="12" text-anchor="start">${escapeXml(title)}</text>
${[...rows, ...columns].join('\n')}
</g>
<g shape-rendering="crispEdges" transform="translate(${GUTTER} ${top}) scale(${UNIT})">
${paths.join('\n')}
</g>
</svg>
`;
}

/** The path of all cells of each colour, in units. */
function pathsByColour(size: number, colourOf: (cell: number) => string): Map<string, string> {
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

function shortLabel(label: string): string {
  const text = visiblePiece(label);
  return escapeXml(text.length > LONGEST_LABEL ? `${text.slice(0, LONGEST_LABEL - 1)}…` : text);
}

/** XML 1.0 allows no control characters except tab and line ends, and no lone surrogates. */
const NOT_IN_XML = /[\0-\x08\v\f\x0E-\x1F\uD800-\uDFFF\uFFFE\uFFFF]/gu;

function escapeXml(text: string): string {
  const allowed = text.replace(NOT_IN_XML, '\uFFFD');
  return allowed.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
