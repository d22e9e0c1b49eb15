import { GraphIndex } from './graphNodeIndex';
import type { GraphNode } from './onnxProtobuf';

/** Values that a graph computes in one layer's attention, by their names in the graph. */
export interface LayerValues {
  /** Attention weights: output of the softmax [1, heads, tokens, tokens]. */
  readonly weights: string;
  /** Hidden state that the layer reads and adds to [1, tokens, width]. */
  readonly input: string;
  /** [1, heads, tokens, d] */
  readonly query: string;
  /** Already transposed [1, heads or groups, d, tokens]. */
  readonly keys: string;
  /** Whether the graph scales queries before the product and `query` is the value before that. */
  readonly isQueryUnscaled: boolean;
  /** Products of queries and keys [1, heads, tokens, tokens]. */
  readonly products: string;
  /** Input of the softmax [1, heads, tokens, tokens]. */
  readonly scores: string;
  /** [1, heads or groups, tokens, d] */
  readonly values: string;
  /** Values summed by weight [1, heads, tokens, d]. */
  readonly headOutput: string;
}

/** Values that a graph computes on its way from token ids to the last layer. */
export interface InsideValues {
  /** Token embeddings alone [1, tokens, width]. */
  readonly embeddings: string;
  /** Values added to the embeddings before the first layer: position and token type embeddings. */
  readonly added: readonly string[];
  readonly layers: readonly LayerValues[];
  /** Output of the last layer; undefined when it cannot be found. */
  readonly output: string | undefined;
}

/**
 * Finds each layer's values by following producers and consumers from its softmax.
 *
 * @param attention names of the layers' softmax outputs, in order
 * @returns undefined when the graph is not built like those of the GPT, BERT, RoBERTa and T5 families
 */
export function insideValues(nodes: readonly GraphNode[], attention: readonly string[]): InsideValues | undefined {
  const graph = new GraphIndex(nodes);
  const layers = attention.map((softmax) => layerValues(graph, softmax));
  if (layers.length === 0 || !layers.every((layer) => layer !== undefined)) return undefined;
  const embeddings = tokenEmbeddings(graph, layers[0]!.input);
  if (embeddings === undefined) return undefined;
  const added = addedToEmbeddings(graph, embeddings, layers[0]!.input);
  return { embeddings, added, layers, output: lastOutput(graph, layers) };
}

/** All value names, each once. */
export function namesInside(values: InsideValues): string[] {
  return [...new Set([...hiddenStates(values), ...values.layers.flatMap(namesInLayer)])];
}

/**
 * The names of what is read together with `names`: hidden states of all layers, and all values of the layers that `names`
 * belong to. The products of other layers would need much memory.
 */
export function namesReadWith(names: readonly string[], values: InsideValues): string[] {
  const hidden = hiddenStates(values);
  const others = new Set(names.filter((name) => !hidden.includes(name)));
  const layers = values.layers.map(namesInLayer).filter((layer) => layer.some((name) => others.has(name)));
  return [...new Set([...hidden, ...layers.flat()])];
}

function hiddenStates({ embeddings, added, layers, output }: InsideValues): string[] {
  return [embeddings, ...added, ...layers.map(({ input }) => input), ...(output === undefined ? [] : [output])];
}

function namesInLayer(layer: LayerValues): string[] {
  return Object.values(layer).filter((value) => typeof value === 'string');
}

/** The same values under the names that `nameOf` gives them. */
export function withNames(
  { embeddings, added, layers, output }: InsideValues,
  nameOf: (name: string) => string,
): InsideValues {
  return {
    embeddings: nameOf(embeddings),
    added: added.map(nameOf),
    layers: layers.map(({ isQueryUnscaled, ...names }) => ({
      isQueryUnscaled,
      weights: nameOf(names.weights),
      input: nameOf(names.input),
      query: nameOf(names.query),
      keys: nameOf(names.keys),
      products: nameOf(names.products),
      scores: nameOf(names.scores),
      values: nameOf(names.values),
      headOutput: nameOf(names.headOutput),
    })),
    output: output === undefined ? undefined : nameOf(output),
  };
}

/** Operations of a residual connection, with or without the norm after it. */
const SUMS = new Set(['Add', 'SkipLayerNormalization', 'SkipSimplifiedLayerNormalization']);
/** Operations between the product of queries and keys and the softmax. */
const BEFORE_SOFTMAX = new Set(['Add', 'Cast', 'Div', 'Dropout', 'Identity', 'Mul', 'Reshape', 'Where']);
/** Operations between the softmax and its product with the values. */
const AFTER_SOFTMAX = new Set(['Cast', 'Dropout', 'DynamicQuantizeLinear', 'Identity', 'Mul', 'Reshape', 'Where']);
/** Operations on a row of the embedding table before anything is added to it. */
const ON_EMBEDDING = new Set(['Cast', 'DequantizeLinear', 'Dropout', 'Identity', 'Mul', 'Reshape']);

function layerValues(graph: GraphIndex, softmax: string): LayerValues | undefined {
  const scores = graph.producer(softmax)!.inputs[0]!;
  const queryKey = productAbove(graph, scores);
  const weightValue = productBelow(graph, softmax);
  if (!queryKey || !weightValue) return undefined;
  const query = withoutScale(graph, queryKey.factors[0]);
  const keys = withoutScale(graph, queryKey.factors[1]);
  const input = residual(graph, weightValue.value, query);
  if (input === undefined) return undefined;
  return {
    weights: softmax,
    input,
    query,
    keys,
    isQueryUnscaled: query !== queryKey.factors[0],
    products: queryKey.value,
    scores,
    values: withoutPast(graph, weightValue.factors[1]),
    headOutput: weightValue.value,
  };
}

/** A product of two matrices in float32, whether it is computed in int8 or not. */
interface FloatProduct {
  readonly value: string;
  readonly factors: readonly [string, string];
}

/** The product that `value` is computed from. */
function productAbove(graph: GraphIndex, value: string): FloatProduct | undefined {
  const node = graph.producer(value);
  if (!node) return undefined;
  const own = productOf(graph, node);
  if (own) return own;
  if (!BEFORE_SOFTMAX.has(node.opType)) return undefined;
  return firstOf(node.inputs, (input) => productAbove(graph, input));
}

/** The product that has `value` as a factor. */
function productBelow(graph: GraphIndex, value: string): FloatProduct | undefined {
  return firstOf(graph.consumers(value), (node) => {
    if (node.opType === 'MatMul') return productOf(graph, node);
    // Cast and Mul follow, which convert the int32 result to floats.
    if (node.opType === 'MatMulInteger')
      return firstOf(graph.consumers(node.outputs[0]!), (cast) =>
        firstOf(graph.consumers(cast.outputs[0]!), (scaled) => productOf(graph, scaled)),
      );
    return AFTER_SOFTMAX.has(node.opType) ? productBelow(graph, node.outputs[0]!) : undefined;
  });
}

function productOf(graph: GraphIndex, node: GraphNode): FloatProduct | undefined {
  const value = node.outputs[0]!;
  if (node.opType === 'MatMul') return { value, factors: [node.inputs[0]!, node.inputs[1]!] };
  const inInt8 = graph.int8Product(node);
  return inInt8 && { value, factors: [graph.beforeInt8(inInt8.factors[0]), graph.beforeInt8(inInt8.factors[1])] };
}

/** The value before scaling by a number: many graphs scale by √d, or its root, before the product. */
function withoutScale(graph: GraphIndex, value: string): string {
  const node = graph.producer(value);
  if (node?.opType !== 'Mul' && node?.opType !== 'Div') return value;
  const [first, second] = node.inputs;
  if (isNumber(graph, second!)) return first!;
  return node.opType === 'Mul' && isNumber(graph, first!) ? second! : value;
}

/** Whether a value depends on shapes and constants alone. */
function isNumber(graph: GraphIndex, value: string): boolean {
  const node = graph.producer(value);
  if (!node) return !INPUTS.test(value);
  return node.opType === 'Constant' || node.opType === 'Shape' || node.inputs.every((input) => isNumber(graph, input));
}

const INPUTS = /^(input_ids|attention_mask|position_ids|token_type_ids|past_key_values\.)/;

/** The new part alone: after an empty past it is everything, and the concatenation is already an output. */
function withoutPast(graph: GraphIndex, value: string): string {
  const node = graph.producer(value);
  return node?.opType === 'Concat' && node.inputs[0]!.startsWith('past_key_values.') ? node.inputs[1]! : value;
}

/** The hidden state that the layer reads: the term of the first sum after attention that the query also depends on. */
function residual(graph: GraphIndex, headOutput: string, query: string): string | undefined {
  const ancestors = graph.ancestors(query);
  const descendants = new Set([headOutput]);
  for (const node of graph.nodes.slice(graph.indexOf(headOutput) + 1)) {
    if (!node.inputs.some((input) => descendants.has(input))) continue;
    const other = node.inputs.find((input) => !descendants.has(input) && ancestors.has(input) && graph.producer(input));
    if (SUMS.has(node.opType) && other !== undefined) return other;
    for (const output of node.outputs) descendants.add(output);
  }
  return undefined;
}

function tokenEmbeddings(graph: GraphIndex, firstInput: string): string | undefined {
  const lookup = graph.nodes.find(({ opType, inputs }) => opType === 'Gather' && isIds(graph, inputs[1]!));
  let value = lookup?.outputs[0];
  while (value !== undefined && value !== firstInput) {
    const next = graph.consumers(value).find(({ opType }) => ON_EMBEDDING.has(opType));
    if (!next) break;
    value = next.outputs[0]!;
  }
  return value;
}

function isIds(graph: GraphIndex, value: string): boolean {
  if (value === 'input_ids') return true;
  const node = graph.producer(value);
  return node !== undefined && ['Cast', 'Reshape', 'Unsqueeze'].includes(node.opType) && isIds(graph, node.inputs[0]!);
}

/** The values that a chain of sums adds to the embeddings before the first layer. */
function addedToEmbeddings(graph: GraphIndex, embeddings: string, firstInput: string): string[] {
  const added: string[] = [];
  for (let value = embeddings; value !== firstInput;) {
    const sum = graph.consumers(value).find(({ opType }) => opType === 'Add');
    if (!sum) break;
    added.push(...sum.inputs.filter((input) => input !== value));
    value = sum.outputs[0]!;
  }
  return added;
}

/**
 * The output of the last layer. Exported graphs repeat the same nodes for each layer, so it is as many nodes after the
 * last softmax as the last layer's input is after the softmax before.
 */
function lastOutput(graph: GraphIndex, layers: readonly LayerValues[]): string | undefined {
  const [previous, last] = layers.slice(-2);
  if (!last) return undefined;
  const { input } = last;
  const producer = graph.producer(input);
  const distance = graph.indexOf(input) - graph.indexOf(previous!.weights);
  const node = graph.nodes[graph.indexOf(last.weights) + distance];
  if (!producer || node?.opType !== producer.opType) return undefined;
  const value = node.outputs[producer.outputs.indexOf(input)];
  return value !== undefined && graph.ancestors(value).has(last.headOutput) ? value : undefined;
}

/** The first result of `find` that is not undefined. */
function firstOf<T, U>(values: readonly T[], find: (value: T) => U | undefined): U | undefined {
  for (const value of values) {
    const result = find(value);
    if (result !== undefined) return result;
  }
  return undefined;
}
