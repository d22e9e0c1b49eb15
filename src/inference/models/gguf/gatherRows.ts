import { FLOAT, type OnnxGraphWriter } from '../onnxGraphWriter';
import { BLOCK_LENGTH } from './quantizedMatrix';
import type { GraphMatrix } from './quantizedProducts';

/** Adds a look-up of a matrix's rows as floats: row ids[i] at place i [ids, columns]. */
export function gatherRows(graph: OnnxGraphWriter, name: string, matrix: GraphMatrix, ids: string): string {
  const gather = (part: string, weights: string) => graph.node('Gather', `${name}.${part}`, [weights, ids]);
  /** One number for each block, with a dimension for the numbers of the block. */
  const gatherByBlock = (part: string, weights: string) =>
    graph.node('Unsqueeze', `${name}.${part}.by_block`, [gather(part, weights), graph.ints(-1)]);

  const packed = gather('packed', matrix.values);
  const values = matrix.bits === 8 ? packed : unpack(graph, name, packed, matrix.columns);
  const floats = graph.node('Cast', `${name}.floats`, [values], { to: FLOAT });
  const centred = graph.node('Sub', `${name}.centred`, [floats, graph.float(2 ** (matrix.bits - 1))]);
  const scaled = graph.node('Mul', `${name}.scaled`, [centred, gatherByBlock('scales', matrix.scales)]);
  const numbers =
    matrix.offsets === undefined
      ? scaled
      : graph.node('Add', `${name}.shifted`, [scaled, gatherByBlock('offsets', matrix.offsets)]);
  return graph.node('Reshape', name, [numbers, graph.ints(-1, matrix.columns)]);
}

/** Two 4-bit values a byte, the first one in the lower half, as one value a byte [ids, blocks, 32]. */
function unpack(graph: OnnxGraphWriter, name: string, packed: string, columns: number): string {
  const sixteen = graph.byte(16);
  const high = graph.node('Div', `${name}.high`, [packed, sixteen]);
  const low = graph.node('Mod', `${name}.low`, [packed, sixteen]);
  const halves = [low, high].map((half) => graph.node('Unsqueeze', `${half}.pair`, [half, graph.ints(-1)]));
  const pairs = graph.node('Concat', `${name}.pairs`, halves, { axis: -1 });
  return graph.node('Reshape', `${name}.unpacked`, [pairs, graph.ints(-1, columns / BLOCK_LENGTH, BLOCK_LENGTH)]);
}
