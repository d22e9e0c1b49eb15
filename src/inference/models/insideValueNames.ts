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

/** The values inside a graph that we made; undefined for any other graph. */
export function namedInsideValues(nodes: readonly GraphNode[]): InsideValues | undefined {
  const outputs = new Set(nodes.flatMap((node) => node.outputs));
  const layers = [];
  while (outputs.has(insideNamesOf(layers.length).query)) layers.push(insideNamesOf(layers.length));
  return layers.length === 0 ? undefined : { embeddings: EMBEDDINGS, added: [], layers, output: OUTPUT };
}
