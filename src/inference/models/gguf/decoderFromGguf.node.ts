import { OnnxGraphWriter } from '../onnxGraphWriter';
import type { Architecture } from './architectures/architecture';
import { DecoderGraph, type LayerWeights } from './decoderGraph';
import type { DecoderShape } from './decoderShape';
import type { GgufWeights } from './ggufWeights.node';
import type { Activations, NamedMatrix } from './quantizedProducts';
import { storeMatrix, type MatrixPart } from './storeMatrix.node';
import type { WeightsFile } from './weightsFile.node';

/** Name of the graph, which stands at the start of its file. */
export const DECODER_NAME = 'decoder';

/** A decoder whose weights are stored. */
interface Decoder {
  readonly shape: DecoderShape;
  readonly embeddings: NamedMatrix;
  readonly layers: readonly LayerWeights[];
  readonly finalNorm: Float32Array;
  /** Matrix of the logits. */
  readonly head: NamedMatrix;
}

/**
 * Stores the weights of a decoder, and returns its graphs as bytes: one for each way to read the input of products.
 *
 * @param onRead receives the number of bytes of each piece that was read
 */
export async function decoderFromGguf(
  weights: GgufWeights,
  shape: DecoderShape,
  architecture: Architecture,
  file: WeightsFile,
  onRead: (bytes: number) => void,
): Promise<Record<Activations, Uint8Array>> {
  const decoder = await storeDecoder(weights, shape, architecture, file, onRead);
  return { rounded: graphOf(decoder, 'rounded'), exact: graphOf(decoder, 'exact') };
}

function graphOf({ shape, embeddings, layers, finalNorm, head }: Decoder, activations: Activations): Uint8Array {
  const graph = new OnnxGraphWriter(DECODER_NAME);
  const decoder = new DecoderGraph(graph, shape, embeddings, activations);
  for (const layer of layers) decoder.addLayer(layer);
  decoder.finish(finalNorm, head);
  return graph.finish();
}

async function storeDecoder(
  weights: GgufWeights,
  shape: DecoderShape,
  { rowOrder }: Architecture,
  file: WeightsFile,
  onRead: (bytes: number) => void,
): Promise<Decoder> {
  const { width, innerWidth, heads, groups, headWidth, vocabulary } = shape;
  const store = async (name: string, columns: number, ...parts: readonly MatrixPart[]): Promise<NamedMatrix> => ({
    name,
    ...(await storeMatrix(weights, file, parts, columns, onRead)),
  });
  /** One matrix where all parts are stored in the same format, otherwise one for each. */
  const storeTogether = async (name: string, columns: number, parts: readonly MatrixPart[]) => {
    const formats = new Set(parts.map(({ tensor }) => weights.rowsOf(tensor).format));
    if (formats.size === 1) return [await store(name, columns, ...parts)];
    const matrices: NamedMatrix[] = [];
    for (const part of parts) matrices.push(await store(part.tensor, columns, part));
    return matrices;
  };

  const embeddings = await store('embedding_table', width, { tensor: 'token_embd.weight', rows: vocabulary });
  const layers: LayerWeights[] = [];
  for (let layer = 0; layer < shape.layers; layer++) {
    const tensor = (name: string) => `blk.${layer}.${name}.weight`;
    const turned = (name: string, count: number) => ({
      tensor: tensor(name),
      rows: count * headWidth,
      rowOrder: rowOrder?.(count, headWidth),
    });
    layers.push({
      attentionNorm: await weights.floats(tensor('attn_norm'), width),
      queriesKeysValues: await storeTogether(`layers.${layer}.projections`, width, [
        turned('attn_q', heads),
        turned('attn_k', groups),
        { tensor: tensor('attn_v'), rows: groups * headWidth },
      ]),
      output: await store(tensor('attn_output'), heads * headWidth, { tensor: tensor('attn_output'), rows: width }),
      feedForwardNorm: await weights.floats(tensor('ffn_norm'), width),
      gateAndUp: await storeTogether(`layers.${layer}.gate_up`, width, [
        { tensor: tensor('ffn_gate'), rows: innerWidth },
        { tensor: tensor('ffn_up'), rows: innerWidth },
      ]),
      down: await store(tensor('ffn_down'), innerWidth, { tensor: tensor('ffn_down'), rows: width }),
    });
  }
  const finalNorm = await weights.floats('output_norm.weight', width);
  const hasHead = weights.has('output.weight');
  const head = hasHead ? await store('head', width, { tensor: 'output.weight', rows: vocabulary }) : embeddings;
  return { shape, embeddings, layers, finalNorm, head };
}
