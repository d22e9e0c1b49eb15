import { mergePairs } from '../bytePairMerges';
import type { NormalizedText } from './normalizeAsSentencePiece';
import { PieceType, type SentencePieceModel } from './sentencePieceModel';

/** A piece of a normalized text: characters [start, end), and its id, or undefined for unknown characters. */
export interface FoundPiece {
  readonly id: number | undefined;
  readonly start: number;
  readonly end: number;
}

const UNKNOWN_PENALTY = 10;
/** By how much a symbol of the user falls short of the best score for each of its characters. */
const SYMBOL_PENALTY = 0.1;
const PREFIX_ONLY = -1;

/**
 * The likeliest split (unigram_model.cc, EncodeOptimized), with its sums in single precision, which decide between splits that
 * are nearly as likely.
 */
export function unigramPieces(model: SentencePieceModel): (text: NormalizedText) => FoundPiece[] {
  const { normal, userDefined, unused } = PieceType;
  const scores = model.pieces.filter(({ type }) => type === normal).map(({ score }) => score);
  const [least, most] = scores.reduce(
    ([low, high], score) => [Math.min(low!, score), Math.max(high!, score)],
    [Infinity, -Infinity],
  );
  const unknownScore = Math.fround(least! - UNKNOWN_PENALTY);
  // Ids of pieces, and PREFIX_ONLY for what other pieces begin with.
  const ids = new Map<string, number>();
  for (const [id, { text, type }] of model.pieces.entries()) {
    if (type !== normal && type !== userDefined && type !== unused) continue;
    let prefix = '';
    for (const character of text) {
      prefix += character;
      if (!ids.has(prefix)) ids.set(prefix, PREFIX_ONLY);
    }
    ids.set(text, id);
  }
  return ({ characters }) => {
    const size = characters.length;
    const best = new Float32Array(size + 1);
    const startOf = new Int32Array(size + 1).fill(-1);
    const idAt = new Int32Array(size + 1).fill(PREFIX_ONLY);
    const bytes = characters.map((character) => Buffer.byteLength(character));
    const reach = (from: number, to: number, score: number, id: number) => {
      if (startOf[to] !== -1 && score <= best[to]!) return;
      best[to] = score;
      startOf[to] = from;
      idAt[to] = id;
    };
    for (let from = 0; from < size; from++) {
      let text = '';
      let length = 0;
      let isKnown = false;
      for (let to = from + 1; to <= size; to++) {
        text += characters[to - 1]!;
        length += bytes[to - 1]!;
        const id = ids.get(text);
        if (id === undefined) break;
        const piece = id === PREFIX_ONLY ? undefined : model.pieces[id]!;
        if (!piece || piece.type === unused) continue;
        const score = piece.type === userDefined ? length * most! - SYMBOL_PENALTY : piece.score;
        reach(from, to, Math.fround(score + best[from]!), id);
        isKnown ||= to === from + 1;
      }
      if (!isKnown) reach(from, from + 1, Math.fround(unknownScore + best[from]!), PREFIX_ONLY);
    }
    const found: FoundPiece[] = [];
    for (let end = size; end > 0; end = startOf[end]!)
      found.push({ id: idAt[end] === PREFIX_ONLY ? undefined : idAt[end]!, start: startOf[end]!, end });
    return found.reverse();
  };
}

/** Stands before a symbol of the user, so that it is merged with nothing. */
const FROZEN = '\0';

/** Merges by score (bpe_model.cc): the best pair first, the first of equal ones. */
export function bpePieces(model: SentencePieceModel): (text: NormalizedText) => FoundPiece[] {
  const ids = new Map<string, number>();
  const known: number[] = [PieceType.normal, PieceType.userDefined];
  for (const [id, { text, type }] of model.pieces.entries()) if (known.includes(type)) ids.set(text, id);
  const descending = [...new Set(model.pieces.map(({ score }) => score))].sort((a, b) => b - a);
  const rankOfScore = new Map(descending.map((score, rank) => [score, rank]));
  const rankOf = (left: string, right: string) => {
    const id = ids.get(left + right);
    return id === undefined ? undefined : rankOfScore.get(model.pieces[id]!.score);
  };
  const symbols = new Set(model.pieces.filter(({ type }) => type === PieceType.userDefined).map(({ text }) => text));
  const longest = Math.max(0, ...Array.from(symbols, (symbol) => Array.from(symbol).length));
  /** Number of characters of the longest symbol of the user at an offset; 0 for none. */
  const symbolAt = (characters: readonly string[], at: number) => {
    for (let length = longest; length > 0; length--)
      if (symbols.has(characters.slice(at, at + length).join(''))) return length;
    return 0;
  };
  return ({ characters }) => {
    const parts: string[] = [];
    for (let at = 0; at < characters.length;) {
      const length = symbolAt(characters, at);
      parts.push(length > 0 ? FROZEN + characters.slice(at, at + length).join('') : characters[at]!);
      at += Math.max(1, length);
    }
    let start = 0;
    return mergePairs(parts, rankOf).map((part) => {
      const text = part.startsWith(FROZEN) && part.length > 1 ? part.slice(1) : part;
      const end = start + Array.from(text).length;
      const piece = { id: ids.get(text), start, end };
      start = end;
      return piece;
    });
  };
}
