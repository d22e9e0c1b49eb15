import type { Node } from './onnxGraph';

/** A product in int8: MatMulInteger → Cast → Mul. */
export interface Int8Product {
  readonly factors: readonly [a: string, b: string];
  /** What stands for 0 in `b`; undefined when it is 0. */
  readonly zero: string | undefined;
  /** What the product is multiplied with: the scales of both factors, as a rule. */
  readonly scales: string;
}

/** Which node makes each value, and which take it. */
export class GraphIndex {
  readonly #makers = new Map<string, { readonly node: Node; readonly index: number }>();
  readonly #takers = new Map<string, Node[]>();
  readonly nodes: readonly Node[];

  constructor(nodes: readonly Node[]) {
    this.nodes = nodes;
    nodes.forEach((node, index) => {
      for (const output of node.outputs) this.#makers.set(output, { node, index });
      for (const input of new Set(node.inputs)) this.#takers.set(input, [...(this.#takers.get(input) ?? []), node]);
    });
  }

  maker(value: string): Node | undefined {
    return this.#makers.get(value)?.node;
  }

  indexOf(value: string): number {
    return this.#makers.get(value)?.index ?? -1;
  }

  takers(value: string): readonly Node[] {
    return this.#takers.get(value) ?? [];
  }

  /** All that a value is made of. */
  ancestors(value: string): ReadonlySet<string> {
    const found = new Set<string>();
    const waiting = [value];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const fresh = (this.maker(next)?.inputs ?? []).filter((input) => !found.has(input));
      for (const input of fresh) found.add(input);
      waiting.push(...fresh);
    }
    return found;
  }

  /** The float that an int8 value was made of, or the value itself. */
  beforeInt8(value: string): string {
    const maker = this.maker(value);
    return maker?.kind === 'DynamicQuantizeLinear' ? maker.inputs[0]! : value;
  }

  /** What `node` makes floats of, if it is the last step of a product in int8. */
  int8Product({ kind, inputs }: Node): Int8Product | undefined {
    if (kind !== 'Mul') return undefined;
    for (const [input, scales] of [inputs, inputs.toReversed()] as [string, string][]) {
      const cast = this.maker(input);
      const product = cast?.kind === 'Cast' ? this.maker(cast.inputs[0]!) : undefined;
      if (product?.kind !== 'MatMulInteger') continue;
      const [a, b, , zero] = product.inputs;
      return { factors: [a!, b!], zero: zero === '' ? undefined : zero, scales };
    }
    return undefined;
  }
}
