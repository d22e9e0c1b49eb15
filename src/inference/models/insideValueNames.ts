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
    keys: `present.${layer}.key`,
    isQueryUnscaled: false,
    products: `layers.${layer}.products`,
    scores: `layers.${layer}.scores`,
    values: `present.${layer}.value`,
    headOutput: `layers.${layer}.head_output`,
  }) as const;

/** The input of our graphs that says which layers' attention weights are outputs [layers]. */
export const SHOWN_LAYERS = 'shown_layers';
/** The output with the weights of a layer's heads, or with none [batch, groups, heads of a group, sequence, total]. */
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
