import { EMBEDDINGS, insideNamesOf, OUTPUT } from '../insideValueNames';
import { BOOL, FLOAT, INT64, MICROSOFT, type OnnxGraphWriter } from '../onnxGraphWriter';
import { addAttention } from './decoderAttention';
import type { DecoderShape } from './decoderShape';
import { gatherRows } from './gatherRows';
import { matrixIn, QuantizedProducts, type Activations, type NamedMatrix } from './quantizedProducts';
import { addSharedValues, type SharedValues } from './sharedDecoderValues';

/** Weights of a layer. */
export interface LayerWeights {
  readonly attentionNorm: Float32Array;
  /** Queries, keys and values: in one matrix, or in three when they are stored in different formats. */
  readonly queriesKeysValues: readonly NamedMatrix[];
  readonly output: NamedMatrix;
  readonly feedForwardNorm: Float32Array;
  /** Gate and up: in one matrix, or in two. */
  readonly gateAndUp: readonly NamedMatrix[];
  readonly down: NamedMatrix;
}

/**
 * Writes a decoder's graph, layer by layer.
 *
 * Inputs:
 * - input_ids [batch, sequence]: the tokens to read
 * - past_length [1]: how many tokens were read before
 * - seen_past [batch, room]: false for tokens of the past that a text of the batch is not to look at
 * - num_logits_to_keep []: for how many last tokens logits are computed
 * - past_key_values.N.key [1, groups, 1, width, room] and .value [1, groups, 1, room, width]: keys and values of the
 *   tokens read before, at the start; what lies behind them is ignored
 *
 * Outputs:
 * - logits [batch, kept, vocabulary]
 * - present.N.key [batch, groups, 1, width, sequence] and .value [batch, groups, 1, sequence, width]: keys and values of
 *   the tokens that were read
 * - layers.N.query [batch, groups, heads of a group, sequence, width]: queries, divided by √width
 * - embeddings, layers.N.input from layer 1 on, and output [batch · sequence, width of the model]: hidden states
 *
 * What a pass is not asked for costs it no time.
 */
export class DecoderGraph {
  readonly #graph: OnnxGraphWriter;
  readonly #shape: DecoderShape;
  readonly #products: QuantizedProducts;
  readonly #shared: SharedValues;
  /** Embeddings and what the layers have added [tokens, width], without `#added`. */
  #hidden: string;
  /** What is to be added next: ONNX Runtime adds and normalizes in one operation. */
  #added: string | undefined;
  #layers = 0;

  constructor(graph: OnnxGraphWriter, shape: DecoderShape, embeddings: NamedMatrix, activations: Activations) {
    this.#graph = graph;
    this.#shape = shape;
    this.#products = new QuantizedProducts(graph, activations);
    graph.input('input_ids', INT64, ['batch', 'sequence']);
    graph.input('past_length', INT64, [1]);
    graph.input('seen_past', BOOL, ['batch', 'room']);
    graph.input('num_logits_to_keep', INT64, []);
    this.#shared = addSharedValues(graph, shape);
    const ids = graph.node('Reshape', 'ids', ['input_ids', graph.ints(-1)]);
    this.#hidden = gatherRows(graph, EMBEDDINGS, matrixIn(graph, embeddings), ids);
    this.#outputHidden(EMBEDDINGS);
  }

  addLayer(weights: LayerWeights): void {
    const layer = this.#layers++;
    const { heads, groups, headWidth, innerWidth } = this.#shape;
    const base = `layers.${layer}`;

    const normal = this.#addAndNormalize(`${base}.attention_norm`, weights.attentionNorm, insideNamesOf(layer).input);
    if (layer > 0) this.#outputHidden(insideNamesOf(layer).input);
    const sizes = [heads * headWidth, groups * headWidth, groups * headWidth];
    const projections = this.#multiplyApart(`${base}.projections`, normal, weights.queriesKeysValues, sizes);
    const [query, key, value] = projections as [string, string, string];
    const attended = addAttention(this.#graph, this.#shape, this.#shared, layer, { query, key, value });
    this.#added = this.#products.multiply(`${base}.attention_output`, attended, weights.output);

    const normalAgain = this.#addAndNormalize(`${base}.feed_forward_norm`, weights.feedForwardNorm, `${base}.attended`);
    const halves = this.#multiplyApart(`${base}.gate_up`, normalAgain, weights.gateAndUp, [innerWidth, innerWidth]);
    // QuickGelu is x · σ(alpha · x): the SiLU for alpha 1.
    const gate = this.#graph.node('QuickGelu', `${base}.gate`, [halves[0]!], { alpha: { float: 1 } }, MICROSOFT);
    const gated = this.#graph.node('Mul', `${base}.gated`, [gate, halves[1]!]);
    this.#added = this.#products.multiply(`${base}.down`, gated, weights.down);
  }

  /** @param head matrix of the logits */
  finish(finalNorm: Float32Array, head: NamedMatrix): void {
    const graph = this.#graph;
    const { width, vocabulary } = this.#shape;
    const { batch, sequence } = this.#shared;
    const normal = this.#addAndNormalize('final_norm', finalNorm, OUTPUT);
    this.#outputHidden(OUTPUT);
    const dims = graph.node('Concat', 'final_norm.dims', [batch, sequence, graph.ints(width)], { axis: 0 });
    const byText = graph.node('Reshape', 'final_norm.by_text', [normal, dims]);
    const minusKeep = graph.node('Neg', 'minus_keep', ['num_logits_to_keep']);
    const fromEnd = graph.node('Reshape', 'from_end', [minusKeep, graph.ints(1)]);
    const end = graph.ints(Number.MAX_SAFE_INTEGER);
    const kept = graph.node('Slice', 'kept', [byText, fromEnd, end, graph.ints(1)]);
    const keptRows = graph.node('Reshape', 'kept.rows', [kept, graph.ints(-1, width)]);
    const rows = this.#products.multiply('logits.rows', keptRows, head);
    const logitDims = graph.node('Concat', 'logits.dims', [batch, graph.ints(-1, vocabulary)], { axis: 0 });
    graph.node('Reshape', 'logits', [rows, logitDims]);
    graph.output('logits', FLOAT, ['batch', 'kept', vocabulary]);
  }

  #outputHidden(name: string): void {
    this.#graph.output(name, FLOAT, ['tokens', this.#shape.width]);
  }

  /** Adds `#added` to `#hidden`, which is then named `sum`, and normalizes it. */
  #addAndNormalize(name: string, norm: Float32Array, sum: string): string {
    const weight = this.#graph.floats(`${name}.weight`, norm);
    const epsilon = { float: this.#shape.epsilon };
    if (this.#added === undefined)
      return this.#graph.node('SimplifiedLayerNormalization', name, [this.#hidden, weight], { epsilon, axis: -1 });
    const inputs = [this.#hidden, this.#added, weight];
    this.#graph.nodes('SkipSimplifiedLayerNormalization', [name, '', '', sum], inputs, { epsilon }, MICROSOFT);
    this.#hidden = sum;
    return name;
  }

  /** The products with each of several matrices, which can be stored as one. */
  #multiplyApart(
    name: string,
    input: string,
    matrices: readonly NamedMatrix[],
    sizes: readonly number[],
  ): readonly string[] {
    const parts = sizes.map((_, index) => `${name}.${index}`);
    if (matrices.length > 1)
      return matrices.map((matrix, index) => this.#products.multiply(parts[index]!, input, matrix));
    const product = this.#products.multiply(name, input, matrices[0]!);
    return this.#graph.nodes('Split', parts, [product, this.#graph.ints(...sizes)], { axis: -1 });
  }
}
