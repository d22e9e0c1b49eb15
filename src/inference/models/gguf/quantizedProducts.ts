import { FLOAT, MICROSOFT, UINT8, type OnnxGraphWriter } from '../onnxGraphWriter';
import { BLOCK_LENGTH } from './quantizedMatrix';
import type { StoredMatrix } from './storeMatrix.node';

/** A matrix and the name that its weights have in a graph. */
export interface NamedMatrix extends StoredMatrix {
  readonly name: string;
}

/** A matrix among a graph's weights. */
export interface GraphMatrix extends Omit<StoredMatrix, 'values' | 'scales' | 'offsets'> {
  /** Names of the weights. */
  readonly values: string;
  readonly scales: string;
  readonly offsets: string | undefined;
}

/** How exactly products read their input: rounded to 8 bits block by block, which is fast, or with errors below 1/10,000. */
export type Activations = 'rounded' | 'exact';

/** MatMulNBits rounds its input to 8 bits block by block at level 4, and not at all at level 0. */
const ACCURACY_LEVEL = { rounded: 4, exact: 0 } as const;
/** Steps of the largest number of a block. */
const MAX_INT8 = 127;
/** The step of a block of zeros, in place of 0. */
const LEAST_STEP = 1e-30;

/** Adds a stored matrix to the weights of a graph, unless it is there. */
export function matrixIn(graph: OnnxGraphWriter, matrix: NamedMatrix): GraphMatrix {
  const { name, rows, columns, bits } = matrix;
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
  readonly #activations: Activations;
  /** Names of values that several products can need. */
  readonly #added = new Set<string>();

  constructor(graph: OnnxGraphWriter, activations: Activations) {
    this.#graph = graph;
    this.#activations = activations;
  }

  /** input [tokens, columns] · matrixᵀ. Returns the name of the product [tokens, rows]. */
  multiply(name: string, input: string, stored: NamedMatrix): string {
    const matrix = matrixIn(this.#graph, stored);
    const { offsets, columns } = matrix;
    if (offsets === undefined) return this.#multiplyScaled(name, input, matrix);
    // Σ x · (scaled + offset of its block) = Σ x · scaled + Σ over blocks of offset · (sum of the block's x).
    const scaled = this.#multiplyScaled(`${name}.scaled`, input, matrix);
    return this.#graph.node('Gemm', name, [this.#sumsOfBlocks(input, columns), offsets, scaled], { transB: 1 });
  }

  #multiplyScaled(name: string, input: string, matrix: GraphMatrix): string {
    const { rows: N, columns: K, bits, values, scales } = matrix;
    const multiply = (output: string, factor: string, activations: Activations) => {
      const attributes = { K, N, bits, block_size: BLOCK_LENGTH, accuracy_level: ACCURACY_LEVEL[activations] };
      return this.#graph.node('MatMulNBits', output, [factor, values, scales], attributes, MICROSOFT);
    };
    // At level 0, 8-bit weights are turned into floats one by one in every pass: several times slower.
    if (this.#activations === 'rounded' || bits === 4) return multiply(name, input, this.#activations);
    const [rounded, rest] = this.#roundedAndRest(input, K);
    const products = [multiply(`${name}.rounded`, rounded, 'rounded'), multiply(`${name}.rest`, rest, 'rounded')];
    return this.#graph.node('Add', name, products);
  }

  /** An input rounded as MatMulNBits would, so that it rounds no further, and what was rounded off. */
  #roundedAndRest(input: string, columns: number): readonly [rounded: string, rest: string] {
    const graph = this.#graph;
    const rounded = this.#once(`${input}.rounded`, (name) => {
      const blocks = this.#blocksOf(input, columns);
      const sizes = graph.node('Abs', `${input}.sizes`, [blocks]);
      const largest = graph.node('ReduceMax', `${input}.largest`, [sizes, graph.ints(-1)], { keepdims: 1 });
      const scale = graph.node('Div', `${input}.scale`, [largest, graph.float(MAX_INT8)]);
      const step = graph.node('Max', `${input}.step`, [scale, graph.float(LEAST_STEP)]);
      const steps = graph.node('Round', `${input}.steps`, [graph.node('Div', `${input}.in_steps`, [blocks, step])]);
      const byBlock = graph.node('Mul', `${input}.rounded_blocks`, [steps, step]);
      graph.node('Reshape', name, [byBlock, graph.ints(-1, columns)]);
    });
    return [rounded, this.#once(`${input}.rest`, (name) => graph.node('Sub', name, [input, rounded]))];
  }

  #sumsOfBlocks(input: string, columns: number): string {
    const blocks = this.#blocksOf(input, columns);
    return this.#once(`${blocks}.sums`, (name) =>
      this.#graph.node('ReduceSum', name, [blocks, this.#graph.ints(-1)], { keepdims: 0 }),
    );
  }

  /** An input in blocks, each of which has a scale [tokens, blocks, BLOCK_LENGTH]. */
  #blocksOf(input: string, columns: number): string {
    return this.#once(`${input}.blocks`, (name) =>
      this.#graph.node('Reshape', name, [input, this.#graph.ints(-1, columns / BLOCK_LENGTH, BLOCK_LENGTH)]),
    );
  }

  /** Adds a value unless it is in the graph: several matrices can have the same input. */
  #once(name: string, add: (name: string) => void): string {
    if (!this.#added.has(name)) add(name);
    this.#added.add(name);
    return name;
  }
}
