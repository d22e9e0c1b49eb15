import type { Span } from '../text/span';
import type { Edit } from '../text/textEdit';

/** What is wrong in a prompt, and where. */
export interface Finding extends Span {
  /** One sentence that says what is wrong, and one that says what happens because of it. */
  readonly message: string;
  /** The other place that the message speaks of. */
  readonly related?: Span;
  /** Only where it is certain what was meant. */
  readonly fix?: Fix;
}

/** Edits that mend a finding. */
export interface Fix {
  /** What it does, as a command: “Remove the comma”. */
  readonly title: string;
  /** In any order, without overlaps. */
  readonly edits: readonly Edit[];
}
