/** Loads a tokenizer under a number, from the text of a tokenizer.json; releases one; or ends the thread. */
export type LoadRequest = { readonly handle: number; readonly text: string } | { readonly release: number } | 'close';

/** Answers a request to load. */
export type LoadAnswer = { readonly handle: number } & (TokensAround | { readonly error: string });

/** Ids of the special tokens that a tokenizer adds before and behind a text. */
export interface TokensAround {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** Encodes a text, or decodes ids without special tokens. */
export interface TokenRequest {
  /** Of the request; the answer has it, too. */
  readonly number: number;
  readonly handle: number;
  readonly text?: string;
  readonly ids?: number[];
}

/** The ids of a text with their spans in UTF-16 offsets, the text of ids, or why there is neither. */
export type TokenAnswer = EncodedText | { readonly text: string } | { readonly error: string };

export interface EncodedText {
  readonly ids: Int32Array<ArrayBuffer>;
  readonly starts: Uint32Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
}
