import type { LayerOrAggregate, LayerSelector } from './attentionMap';
import type { AttentionPart } from './attentionParts';

/** Which attention maps to read, before they are shaped for display. */
export interface AttentionSelection {
  /** One model, or two to compare over the same words. */
  readonly models: readonly string[];
  /** Applies to text-to-text models; others have only one attention. */
  readonly part: AttentionPart;
  readonly layer: LayerSelector;
  readonly head: LayerOrAggregate;
  /** Most tokens of a model in the window, as `isWindowSize` allows; undefined for the number in the settings. */
  readonly windowTokens?: number | undefined;
}

/** Whether two selections read the same maps. */
export function isSameSelection(a: AttentionSelection, b: AttentionSelection): boolean {
  const isSameMap = a.layer === b.layer && a.head === b.head && a.part === b.part;
  return isSameMap && a.windowTokens === b.windowTokens && a.models.join() === b.models.join();
}
