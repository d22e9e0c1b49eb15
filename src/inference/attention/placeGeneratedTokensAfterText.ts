import type { AttendedTokens } from '../../core/attention/displayedMap';
import type { LoadedModel } from '../models/loadedModel';

/** Generated ids as tokens whose offsets continue from the end of the text; the start token has none. */
export function generatedTokens(model: LoadedModel, ids: Int32Array, textLength: number): Omit<AttendedTokens, 'task'> {
  const pieces = Array.from(ids, (id) => pieceText(model, id));
  const starts = new Int32Array(pieces.length).fill(-1);
  const ends = starts.slice();
  let offset = textLength;
  for (let token = 1; token < pieces.length; token++) {
    starts[token] = offset;
    offset += pieces[token]!.length;
    ends[token] = offset;
  }
  return { pieces, starts, ends, generated: pieces.length };
}

/** A generated token as it reads in a text. */
function pieceText({ tokenizer }: LoadedModel, id: number): string {
  return tokenizer.piece(id).replaceAll('▁', ' ');
}
