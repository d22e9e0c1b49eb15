/** Replaces `length` UTF-16 code units of a text at `offset` by `text`. */
export interface Edit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}
