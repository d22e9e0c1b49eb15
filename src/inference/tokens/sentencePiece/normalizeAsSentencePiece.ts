import { CharacterTrie } from '../characterTrie';
import { PieceType, type SentencePieceModel } from './sentencePieceModel';

/** Text as pieces spell it, one character (code point) an entry. */
export interface NormalizedText {
  readonly characters: readonly string[];
  /** UTF-16 offset in the source at which each character's source begins, and the end [characters.length + 1]. */
  readonly offsets: readonly number[];
}

const MARK = '▁';

/** Makes the normalizer of a model (normalizer.cc, Normalizer::Normalize). */
export function sentencePieceNormalizer(model: SentencePieceModel): (text: string) => NormalizedText {
  const trie = model.characterMap.length > 0 ? new CharacterTrie(model.characterMap) : undefined;
  const symbols = model.pieces
    .filter(({ type }) => type === PieceType.userDefined)
    .map(({ text }) => Buffer.from(text));
  const symbolsByFirstByte = new Map<number, Buffer[]>();
  for (const symbol of symbols.sort((a, b) => b.length - a.length))
    symbolsByFirstByte.set(symbol[0]!, [...(symbolsByFirstByte.get(symbol[0]!) ?? []), symbol]);

  /** What the source from a byte on begins with, and what that becomes. */
  const prefixAt = (source: Buffer, at: number): { length: number; text: string } => {
    const symbol = symbolsByFirstByte
      .get(source[at]!)
      ?.find((each) => source.subarray(at, at + each.length).equals(each));
    if (symbol) return { length: symbol.length, text: symbol.toString() };
    let longest: { length: number; text: string } | undefined;
    if (trie) for (const replacement of trie.prefixes(source, at)) longest = replacement;
    const length = longest?.length ?? lengthOfCharacter(source[at]!);
    return { length, text: longest?.text ?? source.toString('utf8', at, at + length) };
  };

  return (text) => {
    const source = Buffer.from(text);
    const unitAt = utf16OffsetOfByte(text, source.length);
    const characters: string[] = [];
    const offsets: number[] = [];
    const add = (character: string, at: number) => {
      characters.push(character === ' ' && model.marksSpaces ? MARK : character);
      offsets.push(unitAt[at]!);
    };
    let at = 0;
    if (model.collapsesSpaces)
      for (; at < source.length;) {
        const prefix = prefixAt(source, at);
        if (prefix.text !== ' ') break;
        at += prefix.length;
      }
    if (at === source.length) return { characters, offsets: [unitAt[at]!] };
    const start = at;
    if (model.addsSpace && !model.isSuffixedWithSpace) add(' ', start);
    let isBehindSpace = model.collapsesSpaces;
    while (at < source.length) {
      const prefix = prefixAt(source, at);
      const kept = isBehindSpace ? prefix.text.replace(/^ +/, '') : prefix.text;
      for (const character of kept) add(character, at);
      if (kept !== '') isBehindSpace = model.collapsesSpaces && kept.endsWith(' ');
      at += prefix.length;
    }
    let end = unitAt[at]!;
    const space = model.marksSpaces ? MARK : ' ';
    while (model.collapsesSpaces && characters.at(-1) === space) {
      characters.pop();
      end = offsets.pop()!;
    }
    if (model.addsSpace && model.isSuffixedWithSpace) {
      characters.push(space);
      offsets.push(end);
    }
    return { characters, offsets: [...offsets, end] };
  };
}

/** UTF-8 bytes of a character by its first byte. */
function lengthOfCharacter(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

/** The UTF-16 offset of each byte at which a character begins, and of the end [bytes + 1]. */
function utf16OffsetOfByte(text: string, bytes: number): Uint32Array {
  const offsets = new Uint32Array(bytes + 1);
  let byte = 0;
  let offset = 0;
  for (const character of text) {
    offsets[byte] = offset;
    byte += Buffer.byteLength(character);
    offset += character.length;
  }
  offsets[byte] = offset;
  return offsets;
}
