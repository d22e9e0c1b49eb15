import type { Span } from '../text/span';

/** A part of a text that fits the limit. */
export interface Segment extends Span {
  /** The header of the table, or the opening line of the fence, that the segment goes on with: it stands before its own text once more. */
  readonly header?: Span;
  /** Tokens of the segment when it is tokenized by itself, including special tokens and the header. */
  readonly tokens: number;
}

/** A segment as it is sent to a model. Without headers, the segments' own texts make up the whole text. */
export function segmentText(text: string, { header, start, end }: Pick<Segment, 'header' | 'start' | 'end'>): string {
  return (header ? text.slice(header.start, header.end) : '') + text.slice(start, end);
}
