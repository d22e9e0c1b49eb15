import type { Span } from '../text/span';
import type { InsertionPoint } from './insertionPoint';

/** What is out of order for a model that reads from left to right. */
export type OrderKind =
  /** A reference to something further on: “described below”. */
  | 'forward-reference'
  /** An announcement without the announced content: “the following list” at the end. */
  | 'nothing-follows'
  /** A placeholder, an acronym or a role that is used before it is introduced. */
  | 'late-introduction'
  /** An instruction after the text that it applies to: “Summarize the text above.” */
  | 'late-instruction'
  /** An instruction behind the token limit, where the model does not read it. */
  | 'past-window';

/** Words that are out of order, and how to fix that where it is known: by a move or by a swap. */
export interface OrderFinding extends Span {
  readonly kind: OrderKind;
  /** The part to move before these words. */
  readonly move?: Span;
  /** Where to insert that part. */
  readonly to?: InsertionPoint;
  /** Swap with this spelled-out form: “CRM” at its first use with a later “customer relationship management (CRM)”. */
  readonly swapWith?: Span;
}
