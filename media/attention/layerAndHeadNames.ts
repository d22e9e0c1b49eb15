import * as l10n from '@vscode/l10n';
import type { LayerOrAggregate, LayerSelector } from '../../src/core/attention/attentionMap';

/** What a layer, or the aggregate of all, is called in headings. */
export function layerName(layer: LayerSelector): string {
  if (layer === 'rollout') return l10n.t('rollout through all layers');
  if (layer === 'mean') return l10n.t('mean of layers');
  return layer === 'max' ? l10n.t('max of layers') : l10n.t('layer {0}', layer + 1);
}

/** What a head, or the aggregate of all, is called in headings. */
export function headName(head: LayerOrAggregate): string {
  if (head === 'mean') return l10n.t('mean of heads');
  return head === 'max' ? l10n.t('max of heads') : l10n.t('head {0}', head + 1);
}
