const SVG = 'http://www.w3.org/2000/svg';
const [WIDTH, LINE_HEIGHT, BETWEEN, TOP, FONT] = [110, 22.5, 115, 30, 15];

/**
 * Draws the heads of a layer like BertViz's head view (bertviz/head_view.js): the tokens on the left and on the right,
 * and an SVG line per weight of each head between them, with the weight as its opacity. The attributes are BertViz's.
 * D3, which sets them there and takes time itself, is left out, and so are the highlights under the mouse pointer.
 *
 * @param maps weights of each head [size, size]
 */
export function drawLines(parent: HTMLElement, pieces: readonly string[], maps: readonly Float32Array[]): void {
  const size = pieces.length;
  const svg = svgElement('svg', { width: '100%', height: `${TOP + size * LINE_HEIGHT}px` });
  svg.append(column(pieces, 0, 'end', WIDTH - FONT / 2), column(pieces, WIDTH + BETWEEN, 'start', FONT / 2));
  maps.forEach((weights, head) => {
    const group = svgElement('g', { 'head-index': head });
    for (let row = 0; row < size; row++) group.append(linesOf(row, weights, size, maps.length));
    svg.append(group);
  });
  parent.append(svg);
}

/** The lines from token `row` to all tokens. */
function linesOf(row: number, weights: Float32Array, size: number, heads: number): SVGElement {
  const middle = (token: number) => TOP + (token + 0.5) * LINE_HEIGHT;
  const group = svgElement('g', { 'left-token-index': row });
  for (let target = 0; target < size; target++) {
    const line = svgElement('line', {
      x1: WIDTH,
      y1: middle(row),
      x2: WIDTH + BETWEEN,
      y2: middle(target),
      'stroke-width': 2,
      stroke: '#1f77b4',
      'left-token-index': row,
      'right-token-index': target,
      'stroke-opacity': weights[row * size + target]! / heads,
    });
    group.append(line);
  }
  return group;
}

/** A column of tokens. */
function column(pieces: readonly string[], x: number, anchor: string, dx: number): SVGElement {
  const group = svgElement('g', {});
  pieces.forEach((piece, token) => {
    const y = TOP + token * LINE_HEIGHT;
    const text = svgElement('text', { x, y, dx, dy: FONT, 'font-size': `${FONT}px`, 'text-anchor': anchor });
    text.textContent = piece;
    group.append(svgElement('rect', { x, y, width: WIDTH, height: LINE_HEIGHT, opacity: 0 }), text);
  });
  return group;
}

/** An SVG element with these attributes. */
function svgElement(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(SVG, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
