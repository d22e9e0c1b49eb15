import type { Span } from '../../text/span';
import type { Edit } from '../../text/textEdit';

/** Where a parser first complains, as a UTF-16 offset, and what about: “CommaExpected”. */
export interface JsonError {
  readonly code: string;
  readonly offset: number;
}

/** A guess at what is wrong there, and its cure. */
export interface JsonRepair extends Span {
  /** “has a comma behind the last item” */
  readonly what: string;
  /** “Remove the comma”; undefined where it is not certain that it should be mended so. */
  readonly title?: string;
  readonly edits: readonly Edit[];
}
