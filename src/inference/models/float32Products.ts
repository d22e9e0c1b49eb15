import { GraphIndex, type Int8Product } from './graphIndex';
import type { Node, PlainNode } from './onnxGraph';

/**
 * For products that a graph computes in int8 as dynamic quantisation writes them, by the name of their result: nodes that
 * compute it in float32 from the same weights, so that nothing is rounded on the way. None for those in the branches of an If.
 */
export function float32Products(nodes: readonly Node[]): Map<string, readonly PlainNode[]> {
  const graph = new GraphIndex(nodes);
  const found = new Map<string, readonly PlainNode[]>();
  for (const node of nodes) {
    const product = graph.int8Product(node);
    const [result] = node.outputs;
    const instead = product && floatProduct(graph, product, result!);
    if (instead) found.set(result!, instead);
  }
  return found;
}

/** Undefined unless the product is multiplied with the scales of its factors, and with nothing else. */
function floatProduct(graph: GraphIndex, { factors, zero, scales }: Int8Product, result: string) {
  const [a, b] = factors;
  const scaleOf = (value: string) => {
    const maker = graph.maker(value);
    return maker?.kind === 'DynamicQuantizeLinear' ? maker.outputs[1] : undefined;
  };
  const product = graph.maker(scales);
  const others = product?.kind === 'Mul' ? product.inputs.filter((input) => input !== scaleOf(a)) : [];
  const [scale] = others;
  if (scale === undefined || others.length > 1) return undefined;
  const left = graph.beforeInt8(a);
  const scaleOfRight = scaleOf(b);
  // Attention multiplies two values that both were rounded on the way.
  if (scaleOfRight !== undefined) {
    return scale === scaleOfRight ? [matMul(left, graph.beforeInt8(b), result)] : undefined;
  }
  const weights = `${result}.float_weights`;
  const inputs = [b, scale, ...(zero === undefined ? [] : [zero])];
  return [{ kind: 'DequantizeLinear', inputs, outputs: [weights] }, matMul(left, weights, result)];
}

function matMul(left: string, right: string, result: string): PlainNode {
  return { kind: 'MatMul', inputs: [left, right], outputs: [result] };
}
