import type { Attention, Inference } from '../contracts/inference';
import { embeddedModels } from '../core/models';
import type { Shown } from './shownAttention';

/** Which window of which models. */
export type Window = Pick<Shown, 'text' | 'focus' | 'windowTokens' | 'view'>;

/**
 * Each layer in turn, as one array of heads for each model of the view; an empty one where a model has fewer layers. All
 * models are asked for together, as the maps on show were: their windows are over the same part of the text.
 */
export async function* everyLayer(
  { text, focus, windowTokens, view }: Window,
  inference: Inference,
  signal: AbortSignal,
): AsyncGenerator<Attention[][]> {
  const specs = view.models.map((model) => embeddedModels.find(({ id }) => id === model)!);
  const layers = Math.max(...specs.map((spec) => spec.layers));
  for (let layer = 0; layer < layers; layer++) {
    const looks = specs.flatMap((spec) => {
      const heads = layer < spec.layers ? spec.heads : 0;
      return Array.from({ length: heads }, (_, head) => ({ model: spec.id, layer, head }));
    });
    // A model without this layer is asked for another, so that the windows stay the same.
    const absent = specs.filter((spec) => layer >= spec.layers).map(({ id }) => ({ model: id, layer: 0, head: 0 }));
    const maps = await inference.attend({ text, focus, windowTokens, looks: [...looks, ...absent] }, signal);
    const present = maps.slice(0, looks.length);
    yield specs.map((spec) => present.filter(({ model }) => model === spec.id));
  }
}
