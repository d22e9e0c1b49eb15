import type { Span } from '../text/span';
import type { PromptFileLimit } from './limitsOfPromptFiles';
import type { PromptFileKindId } from './promptFileKinds';

/** What of a prompt file exceeds a limit of its kind. */
export interface LimitExcess {
  readonly limit: PromptFileLimit;
  /** From the first character beyond the limit to the end of what is measured, in UTF-16 units. */
  readonly span: Span;
  /** What is not read and by whom, then what to do. */
  readonly message: string;
}

export function findLimitExcess(kind: PromptFileKindId, text: string, bytesBefore = 0): LimitExcess[] {
  void kind;
  void text;
  void bytesBefore;
  return [];
}
