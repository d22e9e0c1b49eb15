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

/** The values inside a graph that we made, with so many layers. */
export function insideValuesOf(layers: number): InsideValues {
  const ofLayers = Array.from({ length: layers }, (_, layer) => insideNamesOf(layer));
  return { embeddings: EMBEDDINGS, added: [], layers: ofLayers, output: OUTPUT };
}

/** The values inside a graph that we made; undefined for any other graph. */
export function namedInsideValues(nodes: readonly GraphNode[]): InsideValues | undefined {
  const outputs = new Set(nodes.flatMap((node) => node.outputs));
  let layers = 0;
  while (outputs.has(insideNamesOf(layers).query)) layers++;
  return layers === 0 ? undefined : insideValuesOf(layers);
}
