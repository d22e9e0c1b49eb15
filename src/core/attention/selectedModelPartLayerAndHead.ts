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
}

/** Whether two selections read the same maps. */
export function isSameSelection(a: AttentionSelection, b: AttentionSelection): boolean {
  return a.layer === b.layer && a.head === b.head && a.part === b.part && a.models.join() === b.models.join();
}
