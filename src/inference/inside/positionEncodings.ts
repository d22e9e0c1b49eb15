import type { PositionEncodings } from '../../contracts/inside';
import type { LoadedModel } from '../models/loadedModel';
import { hasRelativeBias } from './relativeBias';
import type { InsideReader } from './insideReader';

const MOST_POSITIONS = 512;
/** Positions between which relative biases are read: more would take seconds. */
const RELATIVE_POSITIONS = 128;

/** How a model tells positions apart. Throws an Error when neither its graph nor its config.json says. */
export async function positionEncodings(reader: InsideReader, model: LoadedModel): Promise<PositionEncodings> {
  const { spec, tokenizer } = model;
  const values = await reader.values(model);
  const count = Math.min(spec.contextLength ?? MOST_POSITIONS, MOST_POSITIONS);
  const ids = (length: number) => new Int32Array(length).fill(tokenizer.encode('a').ids[0] ?? 0);

  const added = await reader.read(model, ids(count), values.added);
  const learned = added.map(({ data }) => data as Float32Array).find((data) => differs(data, count));
  if (learned) return { kind: 'learned', count, width: learned.length / count, values: learned.slice() };

  if (hasRelativeBias(model)) {
    const { products, scores } = values.layers[0]!;
    const [before, behind] = await reader.read(model, ids(RELATIVE_POSITIONS), [products, scores]);
    return byDistance(before!.data as Float32Array, behind!.data as Float32Array, RELATIVE_POSITIONS);
  }
  return rotary(model, count);
}

/** Whether each position has a vector of its own. */
function differs(data: Float32Array, count: number): boolean {
  const width = data.length / count;
  return width >= 1 && data.subarray(0, width).some((value, index) => value !== data[width + index]);
}

/** What is added to the scores of each head, from its first row for distances ahead, from its last for those behind. */
function byDistance(products: Float32Array, scores: Float32Array, count: number): PositionEncodings {
  const heads = products.length / count ** 2;
  const width = 2 * count - 1;
  const at = (head: number, row: number, column: number) => (head * count + row) * count + column;
  const values = Float32Array.from({ length: heads * width }, (_, index) => {
    const distance = (index % width) - count + 1;
    const cell = at(
      Math.floor(index / width),
      distance < 0 ? count - 1 : 0,
      distance < 0 ? count - 1 + distance : distance,
    );
    return scores[cell]! - products[cell]!;
  });
  return { kind: 'relative', count, width, values };
}

/** Cosines of the angles by which pairs of numbers are turned: position · base^(−2i/d) (Su et al. 2021). */
function rotary({ spec, config }: LoadedModel, count: number): PositionEncodings {
  const all = config as Readonly<Record<string, unknown>>;
  const parameters = (all['rope_parameters'] ?? all['rope_scaling'] ?? {}) as Readonly<Record<string, unknown>>;
  const base = Number(parameters['rope_theta'] ?? all['rope_theta']);
  const head = Number(all['head_dim'] ?? Number(all['hidden_size']) / Number(all['num_attention_heads']));
  // Some turn only the first numbers of a head.
  const d = head * Number(parameters['partial_rotary_factor'] ?? all['partial_rotary_factor'] ?? 1);
  const type = parameters['rope_type'] ?? parameters['type'] ?? 'default';
  if (!(base > 0 && d >= 2) || type !== 'default') throw new Error(unknown(spec.label));
  const width = d / 2;
  const values = Float32Array.from({ length: count * width }, (_, at) =>
    Math.cos(Math.floor(at / width) * base ** (-(2 * (at % width)) / d)),
  );
  return { kind: 'rotary', count, width, values };
}

function unknown(label: string): string {
  return (
    `How ${label} tells positions apart cannot be shown: neither its graph nor its config.json says it in a way that is known. ` +
    'Choose another model, such as an embedded one or Xenova/distilgpt2.'
  );
}
