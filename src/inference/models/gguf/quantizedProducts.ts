import { FLOAT, MICROSOFT, UINT8, type OnnxGraphWriter } from '../onnxGraphWriter';
import { BLOCK_LENGTH } from './quantizedMatrix';
import type { StoredMatrix } from './storeMatrix.node';

/** A matrix among a graph's weights. */
export interface GraphMatrix extends Omit<StoredMatrix, 'values' | 'scales' | 'offsets'> {
  /** Names of the weights. */
  readonly values: string;
  readonly scales: string;
  readonly offsets: string | undefined;
}

/** MatMulNBits rounds its input to 8 bits block by block at level 4, and not at all at level 0. */
export type AccuracyLevel = 0 | 4;

/** Adds a stored matrix to the weights of a graph. */
export function matrixIn(graph: OnnxGraphWriter, name: string, matrix: StoredMatrix): GraphMatrix {
  const { rows, columns, bits } = matrix;
  const blocks = columns / BLOCK_LENGTH;
  return {
    rows,
    columns,
    bits,
    values: graph.weights(`${name}.values`, UINT8, [rows, blocks, (BLOCK_LENGTH * bits) / 8], matrix.values),
    scales: graph.weights(`${name}.scales`, FLOAT, [rows, blocks], matrix.scales),
    offsets: matrix.offsets && graph.weights(`${name}.offsets`, FLOAT, [rows, blocks], matrix.offsets),
  };
}

/** Adds products with quantized matrices to a graph. */
export class QuantizedProducts {
  readonly #graph: OnnxGraphWriter;
  readonly #accuracyLevel: AccuracyLevel;
  /** Names of the sums of each block of an input, by its name. */
  readonly #blockSums = new Map<string, string>();

  constructor(graph: OnnxGraphWriter, accuracyLevel: AccuracyLevel) {
    this.#graph = graph;
    this.#accuracyLevel = accuracyLevel;
  }

  /** input [tokens, columns] · matrixᵀ. Returns the name of the product [tokens, rows]. */
  multiply(name: string, input: string, matrix: GraphMatrix): string {
    const { rows, columns, bits, values, scales, offsets } = matrix;
    const attributes = {
      K: columns,
      N: rows,
      bits,
      block_size: BLOCK_LENGTH,
      accuracy_level: this.#accuracyLevel,
    };
    const multiply = (output: string) =>
      this.#graph.node('MatMulNBits', output, [input, values, scales], attributes, MICROSOFT);
    if (offsets === undefined) return multiply(name);
    // Σ x · (scaled + offset of its block) = Σ x · scaled + Σ over blocks of offset · (sum of the block's x).
    const sums = this.#sumsOfBlocks(input, columns);
    return this.#graph.node('Gemm', name, [sums, offsets, multiply(`${name}.scaled`)], { transB: 1 });
  }

  #sumsOfBlocks(input: string, columns: number): string {
    const known = this.#blockSums.get(input);
    if (known !== undefined) return known;
    const graph = this.#graph;
    const blocks = graph.ints(-1, columns / BLOCK_LENGTH, BLOCK_LENGTH);
    const byBlock = graph.node('Reshape', `${input}.blocks`, [input, blocks]);
    const sums = graph.node('ReduceSum', `${input}.blocks.sums`, [byBlock, graph.ints(-1)], { keepdims: 0 });
    this.#blockSums.set(input, sums);
    return sums;
  }
}
