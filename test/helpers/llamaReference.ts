import type { TinyLlama } from './tinyLlama';

/** What one layer computes for a text; matrices by head have one row a token. */
export interface ReferenceLayer {
  /** The hidden state that enters it [tokens, width]. */
  readonly input: Float64Array[];
  /** Queries and keys after they were turned, in the order of the GGUF file's rows: [heads or groups, tokens, headWidth]. */
  readonly queries: Float64Array[][];
  readonly keys: Float64Array[][];
  readonly values: Float64Array[][];
  /** Scaled scores and their softmax [heads, tokens, tokens up to this one]. */
  readonly scores: Float64Array[][];
  readonly attention: Float64Array[][];
  /** [heads, tokens, headWidth] */
  readonly headOutputs: Float64Array[][];
}

export interface ReferencePass {
  readonly layers: readonly ReferenceLayer[];
  /** Hidden state behind the last layer, before the last norm [tokens, width]. */
  readonly output: Float64Array[];
  /** [tokens, vocabulary] */
  readonly logits: Float64Array[];
}

/** Reads a text with a plain decoder in float64 (Touvron et al. 2023), from the rows as the GGUF file has them. */
export function llamaReference({ shape, weights }: TinyLlama, ids: ArrayLike<number>): ReferencePass {
  const { width, heads, groups, headWidth, theta } = shape;
  const factors = weights['rope_freqs.weight'] ?? new Float64Array(headWidth / 2).fill(1);
  const normalized = (x: Float64Array, norm: string) => {
    const scale = 1 / Math.sqrt(dot(x, x) / width + shape.epsilon);
    return x.map((value, index) => value * scale * weights[norm]![index]!);
  };
  const product = (tensor: string, x: Float64Array) => {
    const matrix = weights[tensor]!;
    return Float64Array.from({ length: matrix.length / x.length }, (_, row) =>
      dot(matrix.subarray(row * x.length, (row + 1) * x.length), x),
    );
  };
  /** Turns numbers 2i and 2i + 1 of a head together, as llama.cpp does. */
  const turned = (head: Float64Array, position: number) =>
    head.map((value, index) => {
      const pair = index >> 1;
      const angle = (position * theta ** ((-2 * pair) / headWidth)) / factors[pair]!;
      const other = head[index ^ 1]!;
      return value * Math.cos(angle) + (index % 2 === 0 ? -other : other) * Math.sin(angle);
    });
  const byHead = (rows: readonly Float64Array[], count: number) =>
    Array.from({ length: count }, (_, head) => rows.map((row) => row.slice(head * headWidth, (head + 1) * headWidth)));

  let hidden: Float64Array[] = Array.from(ids, (id) =>
    weights['token_embd.weight']!.slice(id * width, (id + 1) * width),
  );
  const layers: ReferenceLayer[] = [];
  for (let layer = 0; layer < shape.layers; layer++) {
    const tensor = (name: string) => `blk.${layer}.${name}.weight`;
    const normal = hidden.map((x) => normalized(x, tensor('attn_norm')));
    const project = (name: string, count: number) =>
      byHead(
        normal.map((x) => product(tensor(name), x)),
        count,
      );
    const queries = project('attn_q', heads).map((head) => head.map(turned));
    const keys = project('attn_k', groups).map((head) => head.map(turned));
    const values = project('attn_v', groups);
    const groupOf = (head: number) => Math.floor((head * groups) / heads);
    const scores = queries.map((rows, head) =>
      rows.map((query, token) =>
        Float64Array.from(
          { length: token + 1 },
          (_, seen) => dot(query, keys[groupOf(head)]![seen]!) / Math.sqrt(headWidth),
        ),
      ),
    );
    const attention = scores.map((rows) => rows.map(softmax));
    const headOutputs = attention.map((rows, head) =>
      rows.map((row) =>
        Float64Array.from({ length: headWidth }, (_, index) =>
          row.reduce((sum, weight, seen) => sum + weight * values[groupOf(head)]![seen]![index]!, 0),
        ),
      ),
    );
    layers.push({ input: hidden, queries, keys, values, scores, attention, headOutputs });
    hidden = hidden.map((x, token) => {
      const sideBySide = Float64Array.from(headOutputs.flatMap((head) => [...head[token]!]));
      const attended = add(x, product(tensor('attn_output'), sideBySide));
      const again = normalized(attended, tensor('ffn_norm'));
      const up = product(tensor('ffn_up'), again);
      const gated = product(tensor('ffn_gate'), again).map(
        (gate, index) => (gate / (1 + Math.exp(-gate))) * up[index]!,
      );
      return add(attended, product(tensor('ffn_down'), gated));
    });
  }
  const head = 'output.weight' in weights ? 'output.weight' : 'token_embd.weight';
  return { layers, output: hidden, logits: hidden.map((x) => product(head, normalized(x, 'output_norm.weight'))) };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!;
  return sum;
}

function add(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, index) => value + b[index]!);
}

function softmax(scores: Float64Array): Float64Array {
  const largest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - largest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
