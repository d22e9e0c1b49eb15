import type { CutRule } from '../../../core/text/independentTokenizationPoints';
import type { Tokens } from '../../../core/tokens/tokenSpans';
import { TokenListBuilder } from '../tokenListBuilder';
import { bpePieces, unigramPieces } from './sentencePieceAlgorithms';
import { sentencePieceNormalizer } from './normalizeAsSentencePiece';
import { PieceType, type SentencePieceModel } from './sentencePieceModel';

/**
 * Makes an encoder of a SentencePiece model, with source spans (sentencepiece_processor.cc). Unknown characters in a row are one
 * token, or are spelled in bytes, each of which spans the character.
 */
export function sentencePieceEncoder(model: SentencePieceModel): (text: string) => Tokens {
  const normalize = sentencePieceNormalizer(model);
  const piecesOf = model.algorithm === 'BPE' ? bpePieces(model) : unigramPieces(model);
  const bytes = new Map(
    model.pieces.flatMap(({ text, type }, id) => (type === PieceType.byte ? [[text, id]] : [])) as [string, number][],
  );
  const idOfByte = (byte: number) =>
    bytes.get(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`) ?? model.unknownId;
  return (text) => {
    const normalized = normalize(text);
    const { characters, offsets } = normalized;
    const tokens = new TokenListBuilder();
    const found = piecesOf(normalized);
    for (let at = 0; at < found.length; at++) {
      const { id, start } = found[at]!;
      let { end } = found[at]!;
      if (id !== undefined) {
        tokens.add(id, offsets[start]!, offsets[end]!);
      } else if (model.hasByteFallback) {
        const spelled = Buffer.from(characters.slice(start, end).join(''));
        for (const byte of spelled) tokens.add(idOfByte(byte), offsets[start]!, offsets[end]!);
      } else {
        while (at + 1 < found.length && found[at + 1]!.id === undefined) end = found[++at]!.end;
        tokens.add(model.unknownId, offsets[start]!, offsets[end]!);
      }
    }
    return tokens.finish(0);
  };
}

/**
 * Where texts may be cut for a model. Byte-pair encoding never merges across a place that no piece crosses. The sums of Unigram
 * are rounded differently in the middle of a text, so its texts are encoded whole.
 */
export function cutsOfSentencePiece({
  algorithm,
  pieces,
  isSuffixedWithSpace,
}: SentencePieceModel): CutRule | undefined {
  const isSpaceKnown = pieces.some(({ text }) => text === '▁');
  const crosses = pieces.some(({ text }) => /[\p{L}\p{N}][▁ ]/u.test(text));
  return algorithm === 'BPE' && isSpaceKnown && !crosses && !isSuffixedWithSpace ? 'space' : undefined;
}
