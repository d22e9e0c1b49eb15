import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/** Kinds of pieces (sentencepiece_model.proto, ModelProto.SentencePiece.Type). */
export const PieceType = { normal: 1, unknown: 2, control: 3, userDefined: 4, unused: 5, byte: 6 } as const;

export interface Piece {
  readonly text: string;
  readonly score: number;
  readonly type: number;
}

/** A tokenizer.model as SentencePiece writes it (https://github.com/google/sentencepiece). */
export interface SentencePieceModel {
  /** By id. */
  readonly pieces: readonly Piece[];
  readonly algorithm: 'Unigram' | 'BPE';
  readonly isSuffixedWithSpace: boolean;
  readonly unknownId: number;
  /** Whether unknown characters are spelled in bytes. */
  readonly hasByteFallback: boolean;
  /** Replacements of characters, as `CharacterTrie` reads them; empty for none. */
  readonly characterMap: Uint8Array;
  /** Whether a space is put before the text. */
  readonly addsSpace: boolean;
  /** Whether rows of spaces become one, and those around the text none. */
  readonly collapsesSpaces: boolean;
  /** Whether pieces write a space as ▁. */
  readonly marksSpaces: boolean;
}

type Fields = ReadonlyMap<number, readonly (number | Uint8Array)[]>;

// Numbers of the fields in sentencepiece_model.proto.
const MODEL = { pieces: 1, trainer: 2, normalizer: 3 };
const PIECE = { text: 1, score: 2, type: 3 };
const TRAINER = { algorithm: 3, spaceAsSuffix: 24, byteFallback: 35, unknownId: 40 };
const NORMALIZER = { characterMap: 2, addsSpace: 3, collapsesSpaces: 4, marksSpaces: 5 };
const ALGORITHMS: Readonly<Record<number, 'Unigram' | 'BPE'>> = { 1: 'Unigram', 2: 'BPE' };

/** Reads a model. Throws a sentence when it is damaged, or of an algorithm that no current model uses (words, characters). */
export function readSentencePieceModel(bytes: Uint8Array): SentencePieceModel {
  const model = fieldsOf(bytes);
  const trainer = fieldsOf(bytesIn(model, MODEL.trainer));
  const normalizer = fieldsOf(bytesIn(model, MODEL.normalizer));
  const pieces = (model.get(MODEL.pieces) ?? []).map((piece) => pieceOf(fieldsOf(piece as Uint8Array)));
  const algorithm = ALGORITHMS[numberIn(trainer, TRAINER.algorithm, 1)];
  if (pieces.length === 0) throw new Error('It has no pieces.');
  if (!algorithm) throw new Error('It splits text into whole words or characters, which no language model does.');
  if (algorithm === 'BPE' && pieces.some(({ type }) => type === PieceType.unused))
    throw new Error('It has pieces that are not used, which only restricted vocabularies have.');
  const is = (fields: Fields, number: number, usual: boolean) => numberIn(fields, number, usual ? 1 : 0) !== 0;
  return {
    pieces,
    algorithm,
    isSuffixedWithSpace: is(trainer, TRAINER.spaceAsSuffix, false),
    unknownId: pieces.findIndex(({ type }) => type === PieceType.unknown),
    hasByteFallback: is(trainer, TRAINER.byteFallback, false),
    characterMap: bytesIn(normalizer, NORMALIZER.characterMap),
    addsSpace: is(normalizer, NORMALIZER.addsSpace, true),
    collapsesSpaces: is(normalizer, NORMALIZER.collapsesSpaces, true),
    marksSpaces: is(normalizer, NORMALIZER.marksSpaces, true),
  };
}

function pieceOf(fields: Fields): Piece {
  return {
    text: Buffer.from(bytesIn(fields, PIECE.text)).toString('utf8'),
    score: numberIn(fields, PIECE.score, 0),
    type: numberIn(fields, PIECE.type, PieceType.normal),
  };
}

/** The fields of a message by number. Only these types of fields are in a model. */
function fieldsOf(bytes: Uint8Array): Fields {
  const fields = new Map<number, (number | Uint8Array)[]>();
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [number, type] = reader.tag();
    const values = fields.get(number) ?? [];
    fields.set(number, values);
    if (type === WireType.LengthDelimited) values.push(reader.bytes());
    else if (type === WireType.Bit32) values.push(reader.float());
    else if (type === WireType.Varint) values.push(Number(reader.int64()));
    else reader.skip(type, number);
  }
  return fields;
}

function bytesIn(fields: Fields, number: number): Uint8Array {
  const value = fields.get(number)?.at(-1);
  return value instanceof Uint8Array ? value : new Uint8Array();
}

function numberIn(fields: Fields, number: number, usual: number): number {
  const value = fields.get(number)?.at(-1);
  return typeof value === 'number' ? value : usual;
}
