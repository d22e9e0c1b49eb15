import { GraphIndex, type Int8Product } from './graphNodeIndex';
import type { GraphNode, PlainNode } from './onnxProtobuf';

/**
 * Replaces the int8 matrix products that dynamic quantisation writes: maps the name of each product's result to nodes
 * that compute it in float32 from the same weights, without rounding activations. Products in the branches of an If are
 * left out.
 */
export function float32Products(nodes: readonly GraphNode[]): Map<string, readonly PlainNode[]> {
  const graph = new GraphIndex(nodes);
  const replacements = new Map<string, readonly PlainNode[]>();
  for (const node of nodes) {
    const product = graph.int8Product(node);
    const [result] = node.outputs;
    const replacement = product && float32Product(graph, product, result!);
    if (replacement) replacements.set(result!, replacement);
  }
  return replacements;
}

/** Undefined unless the product is multiplied by the scales of its two factors and by nothing else. */
function float32Product(graph: GraphIndex, { factors, zero, scales }: Int8Product, result: string) {
  const [a, b] = factors;
  const runtimeScale = (value: string) => {
    const producer = graph.producer(value);
    return producer?.opType === 'DynamicQuantizeLinear' ? producer.outputs[1] : undefined;
  };
  const product = graph.producer(scales);
  const otherScales = product?.opType === 'Mul' ? product.inputs.filter((input) => input !== runtimeScale(a)) : [];
  const [scale] = otherScales;
  if (scale === undefined || otherScales.length > 1) return undefined;
  const left = graph.beforeInt8(a);
  const scaleOfRight = runtimeScale(b);
  // In attention, both factors are activations that were quantised at run time.
  if (scaleOfRight !== undefined) {
    return scale === scaleOfRight ? [matMul(left, graph.beforeInt8(b), result)] : undefined;
  }
  const weights = `${result}.float_weights`;
  const inputs = [b, scale, ...(zero === undefined ? [] : [zero])];
  return [{ opType: 'DequantizeLinear', inputs, outputs: [weights] }, matMul(left, weights, result)];
}

function matMul(left: string, right: string, result: string): PlainNode {
  return { opType: 'MatMul', inputs: [left, right], outputs: [result] };
}
