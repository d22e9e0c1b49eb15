import type { GraphNode } from './onnxProtobuf';

/** A matrix product in int8: MatMulInteger → Cast → Mul. */
export interface Int8Product {
  readonly factors: readonly [a: string, b: string];
  /** Zero point of `b`; undefined when it is 0. */
  readonly zero: string | undefined;
  /** Value that the product is multiplied by: usually the scales of both factors. */
  readonly scales: string;
}

/** Finds the node that produces each value, and the nodes that consume it. */
export class GraphIndex {
  readonly #producers = new Map<string, { readonly node: GraphNode; readonly index: number }>();
  readonly #consumers = new Map<string, GraphNode[]>();
  readonly nodes: readonly GraphNode[];

  constructor(nodes: readonly GraphNode[]) {
    this.nodes = nodes;
    nodes.forEach((node, index) => {
      for (const output of node.outputs) this.#producers.set(output, { node, index });
      for (const input of new Set(node.inputs)) {
        this.#consumers.set(input, [...(this.#consumers.get(input) ?? []), node]);
      }
    });
  }

  producer(value: string): GraphNode | undefined {
    return this.#producers.get(value)?.node;
  }

  /** Index in `nodes` of the producer; −1 when `value` has none. */
  indexOf(value: string): number {
    return this.#producers.get(value)?.index ?? -1;
  }

  consumers(value: string): readonly GraphNode[] {
    return this.#consumers.get(value) ?? [];
  }

  /** All values that `value` is computed from. */
  ancestors(value: string): ReadonlySet<string> {
    const visited = new Set<string>();
    const pending = [value];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const fresh = (this.producer(next)?.inputs ?? []).filter((input) => !visited.has(input));
      for (const input of fresh) visited.add(input);
      pending.push(...fresh);
    }
    return visited;
  }

  /** The float value that an int8 value was quantised from, or the value itself. */
  beforeInt8(value: string): string {
    const producer = this.producer(value);
    return producer?.opType === 'DynamicQuantizeLinear' ? producer.inputs[0]! : value;
  }

  /** The int8 product whose last step is `node`, which scales it to floats. */
  int8Product({ opType, inputs }: GraphNode): Int8Product | undefined {
    if (opType !== 'Mul') return undefined;
    for (const [input, scales] of [inputs, inputs.toReversed()] as [string, string][]) {
      const cast = this.producer(input);
      const product = cast?.opType === 'Cast' ? this.producer(cast.inputs[0]!) : undefined;
      if (product?.opType !== 'MatMulInteger') continue;
      const [a, b, , zero] = product.inputs;
      return { factors: [a!, b!], zero: zero === '' ? undefined : zero, scales };
    }
    return undefined;
  }
}
