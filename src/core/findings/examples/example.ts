import type { Span } from '../../text/span';

/** Data that a prompt shows as an example. Offsets are UTF-16 offsets into the prompt; `text` is the span's. */
export interface Example extends Span {
  readonly text: string;
  /** In lower case: “json”; '' where a fence names none. */
  readonly language: string;
}
