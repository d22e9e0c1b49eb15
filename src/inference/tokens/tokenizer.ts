import type { CutRule } from '../../core/text/independentTokenizationPoints';
import type { Tokens } from '../../core/tokens/tokenSpans';
import type { TokensByBytes } from './tokensByBytes';

/** A model's tokenizer, which also finds each token's span in the text. */
export interface Tokenizer {
  /** Where a text may be cut into chunks that are tokenized separately; nowhere when undefined. */
  readonly cuts: CutRule | undefined;
  /** Number of special tokens that the model adds around a text. */
  readonly specialTokens: number;
  /** @param continues whether the text is the rest of one that was cut before it; false unless given */
  encode(text: string, continues?: boolean): Tokens;
  /** Encodes what a chat template wrote, in which special tokens are no text. */
  encodeChat(text: string): Tokens;
  /** Adds the special tokens around the ids of a whole text; `before` is the number of those in front. */
  withSpecialTokens(ids: Int32Array): { ids: Int32Array; before: number };
  /** A token as the vocabulary spells it. */
  piece(id: number): string;
  /** The text of ids, without special tokens. */
  decode(ids: ArrayLike<number>): string;
  /** One more than the largest id. */
  readonly size: number;
  /** Id of the token that every text begins with, for causal models. */
  readonly startOfText: number;
  /** Id of the token that ends a text, for models that generate. */
  readonly endOfText: number;
  /** Id of the mask token; undefined in vocabularies without one. */
  readonly mask: number | undefined;
  /** Whether a token is special and not text, such as the end of a turn. */
  isSpecial(id: number): boolean;
  /** UTF-8 bytes of every token, one Latin-1 character a byte; empty unless the vocabulary is byte-level. */
  readonly vocabularyBytes: readonly string[];
  /** The tokens by these bytes. */
  readonly tokensByBytes: TokensByBytes;
}
