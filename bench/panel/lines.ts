const SVG = 'http://www.w3.org/2000/svg';
const [WIDTH, LINE_HEIGHT, BETWEEN, TOP, FONT] = [110, 22.5, 115, 30, 15];

/**
 * Maps as BertViz's head view draws those of a layer (bertviz/head_view.js): the tokens on the left and on the right,
 * and between them an SVG line for each weight of each head, as opaque as its weight. The attributes are BertViz's; D3,
 * which sets them there and costs time of its own, is left out, and so are the boxes for when one points at a token.
 *
 * @param maps of one size
 */
export function drawLines(parent: HTMLElement, pieces: readonly string[], maps: readonly Float32Array[]): void {
  const size = pieces.length;
  const svg = created('svg', { width: '100%', height: `${TOP + size * LINE_HEIGHT}px` });
  svg.append(column(pieces, 0, 'end', WIDTH - FONT / 2), column(pieces, WIDTH + BETWEEN, 'start', FONT / 2));
  maps.forEach((weights, head) => {
    const group = created('g', { 'head-index': head });
    for (let row = 0; row < size; row++) group.append(linesOf(row, weights, size, maps.length));
    svg.append(group);
  });
  parent.append(svg);
}

function linesOf(row: number, weights: Float32Array, size: number, heads: number): SVGElement {
  const middle = (token: number) => TOP + (token + 0.5) * LINE_HEIGHT;
  const group = created('g', { 'left-token-index': row });
  for (let target = 0; target < size; target++) {
    const line = created('line', {
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

function column(pieces: readonly string[], x: number, anchor: string, dx: number): SVGElement {
  const group = created('g', {});
  pieces.forEach((piece, token) => {
    const y = TOP + token * LINE_HEIGHT;
    const text = created('text', { x, y, dx, dy: FONT, 'font-size': `${FONT}px`, 'text-anchor': anchor });
    text.textContent = piece;
    group.append(created('rect', { x, y, width: WIDTH, height: LINE_HEIGHT, opacity: 0 }), text);
  });
  return group;
}

function created(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(SVG, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
