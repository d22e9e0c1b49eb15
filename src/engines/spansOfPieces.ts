import type { EnginePiece } from './engine';
import { unequalText } from './refuseAnswer';

/** Where an engine's tokens stand in a text. */
export interface PlacedPieces {
  readonly ids: Int32Array;
  /** UTF-16 offset at which each token's text starts [tokens]. A token with a part of a character spans all of it. */
  readonly starts: Uint32Array;
  /** UTF-16 offset behind each token's text [tokens]. */
  readonly ends: Uint32Array;
  /** How many tokens before the text are special ones that stand for none of it, such as <s>; they span nothing at its start. */
  readonly special: number;
}

const encoder = new TextEncoder();
const SPACE = 0x20;

/**
 * Places tokens in the text that they make up.
 *
 * @throws an EngineError when they make up another text: no number may stand at a wrong place
 */
export function placePieces(text: string, pieces: readonly EnginePiece[], host: string): PlacedPieces {
  const bytes = pieces.map(({ bytes: each }) => (typeof each === 'string' ? encoder.encode(each) : each));
  const known = bytes.filter((each) => each !== undefined);
  if (known.length < bytes.length) throw unequalText(host);
  const expected = encoder.encode(text);
  for (const special of [0, 1, 2]) {
    const placed = special <= known.length ? placedBehind(special, known, expected, text) : undefined;
    if (placed) return { ids: Int32Array.from(pieces, ({ id }) => id), special, ...placed };
  }
  throw unequalText(host);
}

/** The spans if all but the first `special` tokens make up the text, where the first of them may begin with a space of its own. */
function placedBehind(
  special: number,
  bytes: readonly Uint8Array[],
  expected: Uint8Array,
  text: string,
): Pick<PlacedPieces, 'starts' | 'ends'> | undefined {
  const size = bytes.slice(special).reduce((sum, { length }) => sum + length, 0);
  const added = size - expected.length;
  if (added !== 0 && !(added === 1 && bytes[special]?.[0] === SPACE)) return undefined;
  const { startOfByte, endOfByte } = characterOfEachByte(text, expected.length);
  const starts = new Uint32Array(bytes.length);
  const ends = new Uint32Array(bytes.length);
  let at = -added;
  for (const [index, token] of bytes.entries()) {
    if (index < special) continue;
    const from = at;
    for (const byte of token) {
      if (at >= 0 && expected[at] !== byte) return undefined;
      at++;
    }
    starts[index] = startOfByte[Math.max(0, from)] ?? text.length;
    ends[index] = at > Math.max(0, from) ? endOfByte[at - 1]! : starts[index];
  }
  return { starts, ends };
}

/** Start and end of the character of each UTF-8 byte, in UTF-16 offsets. A lone surrogate is sent as U+FFFD, which has as many bytes. */
function characterOfEachByte(text: string, size: number): { startOfByte: Uint32Array; endOfByte: Uint32Array } {
  const startOfByte = new Uint32Array(size);
  const endOfByte = new Uint32Array(size);
  let byte = 0;
  let offset = 0;
  for (const character of text) {
    const next = byte + utf8Length(character.codePointAt(0)!);
    startOfByte.fill(offset, byte, next);
    endOfByte.fill(offset + character.length, byte, next);
    byte = next;
    offset += character.length;
  }
  return { startOfByte, endOfByte };
}

function utf8Length(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
