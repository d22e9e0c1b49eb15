import type { MapSelection } from '../../contracts/attentionRequests';
import type { AttentionWindow } from './attentionWindow';

/** Throws when the selected layer is the rollout and the window is for cross-attention. */
export function refuseRolloutOfCrossAttention({ model, part }: AttentionWindow, layer: MapSelection['layer']): void {
  if (layer === 'rollout' && model.decoder && part === 'cross')
    throw new Error(
      'Rollout combines the layers of one stack, so cross-attention has none. Choose the encoder or the decoder.',
    );
}
