import type { Span } from '../text/span';
import type { InsertionPoint } from './insertionPoint';

/** What is out of order for a reader who goes from left to right and never back. */
export type OrderKind =
  /** Words that send the reader to something further on. */
  | 'forward-reference'
  /** Words that announce what does not follow. */
  | 'nothing-follows'
  /** A placeholder, an acronym or a role that is used before it is introduced. */
  | 'late-introduction'
  /** An instruction behind the text that it governs. */
  | 'late-instruction'
  /** An instruction that stands where the model does not read any more. */
  | 'past-window';

export interface OrderFinding extends Span {
  readonly kind: OrderKind;
  /** What should come earlier, where that is known. */
  readonly move?: Span;
  /** Where it should come: before what needs it. */
  readonly to?: InsertionPoint;
  /** What the words should change places with instead: where they are spelled out in passing. */
  readonly swap?: Span;
}
