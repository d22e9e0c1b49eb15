import { glob } from 'tinyglobby';
import { expectedGraphs } from '../../core/models/expectedGraphFileNames';
import { variantsOf, type Variant } from '../../core/models/availableModelVariants';
import type { ModelFolder } from './findModelById.node';

/** The best graphs to run in a model folder. Throws when there are none. */
export async function bestVariant({ path: folder, spec }: ModelFolder): Promise<Variant> {
  const paths = await glob(['*.onnx*', 'onnx/*.onnx*'], { cwd: folder });
  const [best] = variantsOf(paths, spec.task);
  if (best) return best;
  throw new Error(
    `${spec.label} cannot be loaded: ${folder} has no ONNX graph that the processor runs (${expectedGraphs(spec.task)}, ` +
      'or the same with _quantized, _int8, _uint8, _q4). Put one there, or choose another model.',
  );
}
