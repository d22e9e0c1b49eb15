import type { InsideValues } from './findQueriesKeysAndValues';
import type { GraphNode } from './onnxProtobuf';

/** Names that the graphs we make give to the values of `InsideValues`, so that nobody has to search for them. */
export const EMBEDDINGS = 'embeddings';
export const OUTPUT = 'output';
export const insideNamesOf = (layer: number) =>
  ({
    weights: `layers.${layer}.attention_weights`,
    input: layer === 0 ? EMBEDDINGS : `layers.${layer}.input`,
    query: `layers.${layer}.query`,
    keys: `layers.${layer}.keys`,
    isQueryUnscaled: true,
    products: `layers.${layer}.products`,
    scores: `layers.${layer}.scores`,
    values: `layers.${layer}.values`,
    headOutput: `layers.${layer}.head_output`,
  }) as const;

/** The input of our graphs that says how many heads of each layer show their weights [layers]. */
export const HEADS_TO_SHOW = 'heads_to_show';
/** The output with the weights of a layer's heads, as many as are to be shown [batch, shown, sequence, total]. */
export const shownWeightsOf = (layer: number) => `layers.${layer}.shown_weights`;

/** Names of the outputs with attention weights, in the order of the layers; none for any other graph. */
export function namedShownWeights(nodes: readonly GraphNode[]): readonly string[] {
  const outputs = new Set(nodes.flatMap((node) => node.outputs));
  const names: string[] = [];
  while (outputs.has(shownWeightsOf(names.length))) names.push(shownWeightsOf(names.length));
  return names;
}

/** The values inside a graph that we made; undefined for any other graph. */
export function namedInsideValues(nodes: readonly GraphNode[]): InsideValues | undefined {
  const outputs = new Set(nodes.flatMap((node) => node.outputs));
  const layers = [];
  while (outputs.has(insideNamesOf(layers.length).query)) layers.push(insideNamesOf(layers.length));
  return layers.length === 0 ? undefined : { embeddings: EMBEDDINGS, added: [], layers, output: OUTPUT };
}
