import { GraphIndex } from './graphIndex';
import type { Node } from './onnxGraph';

/** Values that a graph computes on the way through one layer's attention, by their names in it. */
export interface LayerValues {
  /** The softmax [1, heads, tokens, tokens]. */
  readonly weights: string;
  /** What the layer reads and adds to [1, tokens, width]. */
  readonly input: string;
  /** [1, heads, tokens, d], and the keys already transposed [1, heads or groups, d, tokens]. */
  readonly query: string;
  readonly keys: string;
  /** Whether the query is told as it is before a number that the graph multiplies it with. */
  readonly isQueryPlain: boolean;
  /** What the graph makes of query times keys, and what the softmax gets [1, heads, tokens, tokens]. */
  readonly products: string;
  readonly scores: string;
  /** [1, heads or groups, tokens, d], and their sum by weight [1, heads, tokens, d]. */
  readonly values: string;
  readonly headOutput: string;
}

/** Values that a graph computes on its way from token ids to the last layer. */
export interface InsideValues {
  /** The embeddings of the tokens alone [1, tokens, width]. */
  readonly embeddings: string;
  /** What is added to them before the first layer: positions, and token types. */
  readonly added: readonly string[];
  readonly layers: readonly LayerValues[];
  /** What the last layer gives out; undefined when the graph does not tell. */
  readonly output: string | undefined;
}

/**
 * Finds them by what they are made of and what is made of them.
 *
 * @param attention the softmaxes of the layers, in order
 * @returns undefined when the graph is not built as those of the GPT, BERT, RoBERTa and T5 families are
 */
export function insideValues(nodes: readonly Node[], attention: readonly string[]): InsideValues | undefined {
  const graph = new GraphIndex(nodes);
  const layers = attention.map((softmax) => layerValues(graph, softmax));
  if (layers.length === 0 || !layers.every((layer) => layer !== undefined)) return undefined;
  const embeddings = wordEmbeddings(graph, layers[0]!.input);
  if (embeddings === undefined) return undefined;
  const added = addedTo(graph, embeddings, layers[0]!.input);
  return { embeddings, added, layers, output: leaving(graph, layers) };
}

/** All names, once each. */
export function namesInside({ embeddings, added, layers, output }: InsideValues): string[] {
  const ofLayers = layers.flatMap((layer) => Object.values(layer).filter((value) => typeof value === 'string'));
  return [...new Set([embeddings, ...added, ...ofLayers, ...(output === undefined ? [] : [output])])];
}

/** The same by other names. */
export function withNames({ embeddings, added, layers, output }: InsideValues, nameOf: (name: string) => string): InsideValues {
  return {
    embeddings: nameOf(embeddings),
    added: added.map(nameOf),
    layers: layers.map(({ isQueryPlain, ...names }) => ({
      isQueryPlain,
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

/** A residual connection, by itself or with the norm behind it. */
const SUMS = new Set(['Add', 'SkipLayerNormalization', 'SkipSimplifiedLayerNormalization']);
/** What may stand between the product of queries and keys and the softmax. */
const BEFORE_SOFTMAX = new Set(['Add', 'Cast', 'Div', 'Dropout', 'Identity', 'Mul', 'Reshape', 'Where']);
/** What may stand between the softmax and its product with the values. */
const BEHIND_SOFTMAX = new Set(['Cast', 'Dropout', 'DynamicQuantizeLinear', 'Identity', 'Mul', 'Reshape', 'Where']);
/** What becomes of a row of the embedding table before anything is added. */
const OF_EMBEDDING = new Set(['Cast', 'DequantizeLinear', 'Dropout', 'Identity', 'Mul', 'Reshape']);

function layerValues(graph: GraphIndex, softmax: string): LayerValues | undefined {
  const scores = graph.maker(softmax)!.inputs[0]!;
  const comparing = productAbove(graph, scores);
  const mixing = productBelow(graph, softmax);
  if (!comparing || !mixing) return undefined;
  const query = withoutNumber(graph, comparing.factors[0]);
  const keys = withoutNumber(graph, comparing.factors[1]);
  const input = residual(graph, mixing.value, query);
  if (input === undefined) return undefined;
  return {
    weights: softmax,
    input,
    query,
    keys,
    isQueryPlain: query !== comparing.factors[0],
    products: comparing.value,
    scores,
    values: withoutPast(graph, mixing.factors[1]),
    headOutput: mixing.value,
  };
}

/** A product of two matrices as floats, whether it is computed in int8 or not. */
interface Product {
  readonly value: string;
  readonly factors: readonly [string, string];
}

/** The product that `value` is made of. */
function productAbove(graph: GraphIndex, value: string): Product | undefined {
  const node = graph.maker(value);
  if (!node) return undefined;
  const own = productOf(graph, node);
  if (own) return own;
  if (!BEFORE_SOFTMAX.has(node.kind)) return undefined;
  return firstOf(node.inputs, (input) => productAbove(graph, input));
}

/** The product that is made of `value`. */
function productBelow(graph: GraphIndex, value: string): Product | undefined {
  return firstOf(graph.takers(value), (node) => {
    if (node.kind === 'MatMul') return productOf(graph, node);
    // Cast and Mul follow, which make floats of it.
    if (node.kind === 'MatMulInteger')
      return firstOf(graph.takers(node.outputs[0]!), (cast) =>
        firstOf(graph.takers(cast.outputs[0]!), (scaled) => productOf(graph, scaled)),
      );
    return BEHIND_SOFTMAX.has(node.kind) ? productBelow(graph, node.outputs[0]!) : undefined;
  });
}

function productOf(graph: GraphIndex, node: Node): Product | undefined {
  const value = node.outputs[0]!;
  if (node.kind === 'MatMul') return { value, factors: [node.inputs[0]!, node.inputs[1]!] };
  const inInt8 = graph.int8Product(node);
  return inInt8 && { value, factors: [graph.beforeInt8(inInt8.factors[0]), graph.beforeInt8(inInt8.factors[1])] };
}

/** The value before it is multiplied with, or divided by, a number: many graphs divide by √d, or its root, early. */
function withoutNumber(graph: GraphIndex, value: string): string {
  const node = graph.maker(value);
  if (node?.kind !== 'Mul' && node?.kind !== 'Div') return value;
  const [first, second] = node.inputs;
  if (isNumber(graph, second!)) return first!;
  return node.kind === 'Mul' && isNumber(graph, first!) ? second! : value;
}

/** Whether a value depends on shapes and constants alone. */
function isNumber(graph: GraphIndex, value: string): boolean {
  const node = graph.maker(value);
  if (!node) return !INPUTS.test(value);
  return node.kind === 'Constant' || node.kind === 'Shape' || node.inputs.every((input) => isNumber(graph, input));
}

const INPUTS = /^(input_ids|attention_mask|position_ids|token_type_ids|past_key_values\.)/;

/** Behind an empty past, what is new is all there is; the whole is among the graph's own outputs already. */
function withoutPast(graph: GraphIndex, value: string): string {
  const node = graph.maker(value);
  return node?.kind === 'Concat' && node.inputs[0]!.startsWith('past_key_values.') ? node.inputs[1]! : value;
}

/** What attention's result is added to: of all sums behind it, the first with something that the query is made of. */
function residual(graph: GraphIndex, mixed: string, query: string): string | undefined {
  const before = graph.ancestors(query);
  const behind = new Set([mixed]);
  for (const node of graph.nodes.slice(graph.indexOf(mixed) + 1)) {
    if (!node.inputs.some((input) => behind.has(input))) continue;
    const other = node.inputs.find((input) => !behind.has(input) && before.has(input) && graph.maker(input));
    if (SUMS.has(node.kind) && other !== undefined) return other;
    for (const output of node.outputs) behind.add(output);
  }
  return undefined;
}

function wordEmbeddings(graph: GraphIndex, entering: string): string | undefined {
  const lookup = graph.nodes.find(({ kind, inputs }) => kind === 'Gather' && isIds(graph, inputs[1]!));
  let value = lookup?.outputs[0];
  while (value !== undefined && value !== entering) {
    const next = graph.takers(value).find(({ kind }) => OF_EMBEDDING.has(kind));
    if (!next) break;
    value = next.outputs[0]!;
  }
  return value;
}

function isIds(graph: GraphIndex, value: string): boolean {
  if (value === 'input_ids') return true;
  const node = graph.maker(value);
  return node !== undefined && ['Cast', 'Reshape', 'Unsqueeze'].includes(node.kind) && isIds(graph, node.inputs[0]!);
}

/** What a chain of sums adds to the embeddings before the first layer. */
function addedTo(graph: GraphIndex, words: string, entering: string): string[] {
  const added: string[] = [];
  for (let value = words; value !== entering;) {
    const sum = graph.takers(value).find(({ kind }) => kind === 'Add');
    if (!sum) break;
    added.push(...sum.inputs.filter((input) => input !== value));
    value = sum.outputs[0]!;
  }
  return added;
}

/**
 * Exported graphs repeat the same nodes for each layer: as far as the next layer's entry stands behind a layer's softmax, so
 * far the last layer's result stands behind its own.
 */
function leaving(graph: GraphIndex, layers: readonly LayerValues[]): string | undefined {
  const [before, last] = layers.slice(-2);
  if (!last) return undefined;
  const { input } = last;
  const maker = graph.maker(input);
  const distance = graph.indexOf(input) - graph.indexOf(before!.weights);
  const node = graph.nodes[graph.indexOf(last.weights) + distance];
  if (!maker || node?.kind !== maker.kind) return undefined;
  const value = node.outputs[maker.outputs.indexOf(input)];
  return value !== undefined && graph.ancestors(value).has(last.headOutput) ? value : undefined;
}

function firstOf<T, U>(values: readonly T[], find: (value: T) => U | undefined): U | undefined {
  for (const value of values) {
    const found = find(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
