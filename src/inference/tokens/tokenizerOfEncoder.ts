import type { CutRule } from '../../core/text/independentTokenizationPoints';
import type { Tokens } from '../../core/tokens/tokenSpans';
import { bytesOfPiece } from './byteLevelEncoding';
import { computeOnce } from './computeOnce';
import { withUsualNames } from './files/specialTokenNames';
import type { AddedToken, SpecialTokens } from './files/tokenizerDefinition';
import type { Tokenizer } from './tokenizer';
import { tokensByBytes } from './tokensByBytes';

/** What encodes and decodes: ours or the reference. */
export interface TextEncoder {
  readonly cuts: CutRule | undefined;
  /** Ids of the special tokens before and behind a text. */
  readonly around: readonly [before: readonly number[], after: readonly number[]];
  /** @param continues whether the text is the rest of one that was cut before it */
  encode(text: string, continues?: boolean): Tokens;
  /** Like `encode`, where special tokens are otherwise taken for text. */
  encodeChat?(text: string): Tokens;
  decode(ids: number[]): string;
}

/** The pieces of a tokenizer, and what they are for. */
export interface Vocabulary {
  /** By id, added tokens included; may have holes. */
  readonly pieces: readonly string[];
  readonly added: readonly Pick<AddedToken, 'id' | 'content' | 'special'>[];
  /** Tokens with a role of their own, as files name them. */
  readonly roles: SpecialTokens;
  /** Whether each piece is a row of bytes, as GPT-2 spells them. */
  readonly isByteLevel: boolean;
}

/** The token between texts in GPT-2's and most later vocabularies. Qwen has it, although it names no first token. */
const END_OF_TEXT = '<|endoftext|>';
const NONE = -1;

/** A tokenizer that encodes by `encoder`. */
export function tokenizerOf(encoder: TextEncoder, { pieces, added, roles: named, isByteLevel }: Vocabulary): Tokenizer {
  const [before, after] = encoder.around;
  const specialIds = new Set(added.filter(({ special }) => special).map(({ id }) => id));
  const contents = added.map(({ content }) => content);
  const roles = withUsualNames(named, contents);
  const idOf = (content: string | undefined) => {
    const id = content === undefined ? NONE : pieces.indexOf(content);
    return id === NONE ? undefined : id;
  };
  const endOfText = idOf(roles.eos_token);
  const bytes = computeOnce(() => (isByteLevel ? pieces.map(bytesOfPiece) : []));
  const byBytes = computeOnce(() => tokensByBytes(bytes()));

  return {
    cuts: encoder.cuts,
    specialTokens: before.length + after.length,
    encode: (text, continues) => encoder.encode(text, continues),
    encodeChat: (text) => (encoder.encodeChat ? encoder.encodeChat(text) : encoder.encode(text)),
    withSpecialTokens(ids) {
      return { ids: Int32Array.from([...before, ...ids, ...after]), before: before.length };
    },
    piece: (id) => pieces[id] ?? '',
    decode: (ids) => encoder.decode(Array.from(ids)),
    size: pieces.length,
    startOfText: idOf(named.bos_token) ?? idOf(END_OF_TEXT) ?? idOf(roles.bos_token) ?? endOfText ?? NONE,
    endOfText: endOfText ?? NONE,
    mask: idOf(roles.mask_token),
    isSpecial: (id) => specialIds.has(id),
    get vocabularyBytes() {
      return bytes();
    },
    get tokensByBytes() {
      return byBytes();
    },
  };
}
