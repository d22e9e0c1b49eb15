import type { InsideView } from '../../src/contracts/insidePageMessages';
import { layersOf } from '../../src/core/attention/attentionParts';
import type { ModelSpec } from '../../src/core/models/modelSpec';
import { isIndex, modelsOrFirst } from '../common/validateSavedState';
import { modelsFor } from './modelsForTopic';

/** The view with a model that can answer its topic, and with a layer and head that this model has. */
export function fitView(
  view: Partial<InsideView> & Pick<InsideView, 'topic'>,
  specs: readonly ModelSpec[],
): InsideView {
  const spec = modelsOrFirst([view.model], modelsFor(view.topic, specs))[0] ?? specs[0]!;
  const layers = layersOf(spec, 'encoder');
  return {
    topic: view.topic,
    model: spec.id,
    depth: isIndex(view.depth, layers + 1) ? view.depth : layers,
    layer: isIndex(view.layer, layers) ? view.layer : layers >> 1,
    head: isIndex(view.head, spec.heads) ? view.head : 0,
  };
}
