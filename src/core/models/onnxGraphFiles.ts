import type { Task } from './modelSpec';

/** Weight precisions that run on the CPU, named as in transformers.js; best trade-off of size and quality first. */
const DTYPES = ['q8', 'int8', 'uint8', 'fp32', 'q4', 'bnb4'] as const;
/** A weight precision. */
export type Dtype = (typeof DTYPES)[number];

const SUFFIXES: Readonly<Record<Dtype, string>> = {
  q8: '_quantized',
  int8: '_int8',
  uint8: '_uint8',
  fp32: '',
  q4: '_q4',
  bnb4: '_bnb4',
};

/** File names of a model's graphs without precision suffix, for each form of export; preferred form first. */
const STEMS: Readonly<Record<Task, readonly (readonly string[])[]>> = {
  causal: [['model'], ['decoder_model_merged']],
  masked: [['model']],
  'text-to-text': [['encoder_model', 'decoder_model_merged']],
};

/** The graphs of a model in one precision and one form of export. */
export interface Variant {
  readonly dtype: Dtype;
  /** The folder of the graphs: onnx, or '' for the model's own folder. */
  readonly folder: string;
  /** File names of the graphs without suffix, such as encoder_model. */
  readonly stems: readonly string[];
  /** Paths of the graphs, then of their external weights (X.onnx_data, X.onnx_data_1, …). */
  readonly files: readonly string[];
}

/**
 * The variants that a model offers: best precision first, and preferred form of export first in each precision.
 *
 * @param paths all files of the model's folder or repository, with / between folders
 */
export function variantsOf(paths: readonly string[], task: Task): Variant[] {
  const candidates = DTYPES.flatMap((dtype) =>
    STEMS[task].flatMap((stems) => ['onnx', ''].map((folder) => ({ dtype, stems, folder }))),
  );
  return candidates.flatMap((candidate) => variantOf(paths, candidate) ?? []);
}

function variantOf(paths: readonly string[], candidate: Omit<Variant, 'files'>): Variant | undefined {
  const { dtype, folder, stems } = candidate;
  const graphs = stems.map((stem) => `${folder && `${folder}/`}${stem}${SUFFIXES[dtype]}.onnx`);
  if (!graphs.every((graph) => paths.includes(graph))) return undefined;
  const externalWeights = paths.filter((path) => graphs.some((graph) => path.startsWith(`${graph}_data`)));
  return { ...candidate, files: [...graphs, ...externalWeights] };
}

/** The graph files that a model needs, for a message: “onnx/model.onnx, or onnx/decoder_model_merged.onnx”. */
export function expectedGraphs(task: Task): string {
  return STEMS[task].map((stems) => stems.map((stem) => `onnx/${stem}.onnx`).join(' and ')).join(', or ');
}

/** Small files to download with the graphs, as far as a model has them. */
export const SMALL_FILES = [
  'config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'generation_config.json',
] as const;
