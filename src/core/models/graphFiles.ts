import type { Task } from './modelSpec';

/** Precisions of weights that the processor runs, by transformers.js's names, best trade of size and quality first. */
export const DTYPES = ['q8', 'int8', 'uint8', 'fp32', 'q4', 'bnb4'] as const;
export type Dtype = (typeof DTYPES)[number];

const SUFFIXES: Readonly<Record<Dtype, string>> = {
  q8: '_quantized',
  int8: '_int8',
  uint8: '_uint8',
  fp32: '',
  q4: '_q4',
  bnb4: '_bnb4',
};

/** Names of the graphs of a model, without what tells their precision: ways to export it, preferred first. */
const STEMS: Readonly<Record<Task, readonly (readonly string[])[]>> = {
  causal: [['model'], ['decoder_model_merged']],
  masked: [['model']],
  'text-to-text': [['encoder_model', 'decoder_model_merged']],
};

/** The graphs of a model in one precision. */
export interface Variant {
  readonly dtype: Dtype;
  /** Where the graphs are: onnx, or the model's folder itself (''). */
  readonly folder: string;
  /** Names of the graphs, as in STEMS. */
  readonly stems: readonly string[];
  /** Files of the graphs, then those of weights that they keep outside (X.onnx_data, X.onnx_data_1, …). */
  readonly files: readonly string[];
}

/**
 * What a model offers, best precision first; of one precision, each way in which it is exported.
 *
 * @param paths all files of its folder or repository, with / between folders
 */
export function variantsOf(paths: readonly string[], task: Task): Variant[] {
  const ways = DTYPES.flatMap((dtype) =>
    STEMS[task].flatMap((stems) => ['onnx', ''].map((folder) => ({ dtype, stems, folder }))),
  );
  return ways.flatMap((way) => variantOf(paths, way) ?? []);
}

function variantOf(paths: readonly string[], way: Omit<Variant, 'files'>): Variant | undefined {
  const { dtype, folder, stems } = way;
  const graphs = stems.map((stem) => `${folder && `${folder}/`}${stem}${SUFFIXES[dtype]}.onnx`);
  if (!graphs.every((graph) => paths.includes(graph))) return undefined;
  const outside = paths.filter((path) => graphs.some((graph) => path.startsWith(`${graph}_data`)));
  return { ...way, files: [...graphs, ...outside] };
}

/** What would have to be there for a model to be used, for a message. */
export function expectedGraphs(task: Task): string {
  return STEMS[task].map((stems) => stems.map((stem) => `onnx/${stem}.onnx`).join(' and ')).join(', or ');
}

/** Files beside the graphs that are needed, or of use: of these, those that there are. */
export const SMALL_FILES = [
  'config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'generation_config.json',
] as const;
