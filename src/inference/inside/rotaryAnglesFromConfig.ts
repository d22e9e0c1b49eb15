import type { PositionEncodings } from '../../contracts/insideRequests';
import type { LoadedModel } from '../models/loadedModel';

/** Cosines of the angles position · base^(−2i/d) by which pairs of numbers are rotated (Su et al. 2021). */
export function rotaryAngles({ spec, config }: LoadedModel, count: number): PositionEncodings {
  const all = config as Readonly<Record<string, unknown>>;
  const parameters = (all['rope_parameters'] ?? all['rope_scaling'] ?? {}) as Readonly<Record<string, unknown>>;
  const base = Number(parameters['rope_theta'] ?? all['rope_theta']);
  const headWidth = Number(all['head_dim'] ?? Number(all['hidden_size']) / Number(all['num_attention_heads']));
  // Some models rotate only the first numbers of a head.
  const d = headWidth * Number(parameters['partial_rotary_factor'] ?? all['partial_rotary_factor'] ?? 1);
  const type = parameters['rope_type'] ?? parameters['type'] ?? 'default';
  if (!(base > 0 && d >= 2) || type !== 'default') throw new Error(unknownEncoding(spec.label));
  const width = d / 2;
  const values = Float32Array.from({ length: count * width }, (_, at) =>
    Math.cos(Math.floor(at / width) * base ** (-(2 * (at % width)) / d)),
  );
  return { kind: 'rotary', count, width, values };
}

function unknownEncoding(label: string): string {
  return (
    `How ${label} encodes positions cannot be shown: neither its graph nor its config.json says it in a way that ` +
    'Left Context knows. Choose another model, such as an embedded one or Xenova/distilgpt2.'
  );
}
