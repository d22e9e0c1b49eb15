import { GraphIndex, type Int8Product } from './graphIndex';
import type { Node, PlainNode } from './onnxGraph';

/**
 * For each product that a graph computes in int8, by the name of its result, nodes that compute it in float32 from the same
 * weights: nothing is rounded on the way. None for products in the branches of an If.
 */
export function floatProducts(nodes: readonly Node[]): Map<string, readonly PlainNode[]> {
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

function floatProduct(graph: GraphIndex, { factors, zero, scales }: Int8Product, result: string) {
  const [a, b] = factors;
  const left = graph.beforeInt8(a);
  const right = graph.beforeInt8(b);
  // Attention multiplies two values that both were rounded on the way.
  if (left !== a && right !== b) return [matMul(left, right, result)];
  const [, scaleOfLeft] = graph.maker(a)!.outputs;
  const scale = graph.maker(scales)?.inputs.find((input) => input !== scaleOfLeft);
  if (left === a || scale === undefined) return undefined;
  const weights = `${result}.float_weights`;
  const inputs = [b, scale, ...(zero === undefined ? [] : [zero])];
  return [{ kind: 'DequantizeLinear', inputs, outputs: [weights] }, matMul(left, weights, result)];
}

function matMul(left: string, right: string, result: string): PlainNode {
  return { kind: 'MatMul', inputs: [left, right], outputs: [result] };
}
