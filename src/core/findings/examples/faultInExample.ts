import type { Span } from '../../text/span';
import type { Edit } from '../../text/textEdit';

/** A fault in an example, with the edits that mend it. Offsets are UTF-16 offsets into the example. */
export interface FaultInExample extends Span {
  /** “This JSON has a comma behind the last item, so it does not parse.” */
  readonly what: string;
  readonly fix?: { readonly title: string; readonly edits: readonly Edit[] };
}
