/** A half-open range [start, end) of UTF-16 offsets into a document. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The span moved by `offset` code units. */
export function shift(span: Span, offset: number): Span {
  return { start: span.start + offset, end: span.end + offset };
}
