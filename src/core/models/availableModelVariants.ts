import type { Task } from './modelSpec';
import { DTYPES, SUFFIXES, type Dtype } from './preferredWeightPrecision';
import { STEMS } from './expectedGraphFileNames';

/** The graphs of a model in one precision and one form of export. */
export interface Variant {
  readonly dtype: Dtype;
  /** The folder of the graphs: onnx, or '' for the model's own folder. */
  readonly folder: string;
  /** File names of the graphs without suffix, such as encoder_model. */
  readonly stems: readonly string[];
  /** Paths of the graphs, then of their external weights (X.onnx_data, X.onnx_data_1, …; PyTorch's X.onnx.data). */
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
  const externalWeights = paths.filter((path) => graphs.some((graph) => isWeightsOf(graph, path)));
  return { ...candidate, files: [...graphs, ...externalWeights] };
}

function isWeightsOf(graph: string, path: string): boolean {
  return path.startsWith(`${graph}_data`) || path === `${graph}.data`;
}
