/** What the model reads of one character; may be nothing (a control character, an accent) or several characters. */
export type Normalise = (character: string) => string;

const PUNCTUATION = /^[\p{P}!-/:-@[-`{-~]$/u;
const CONTINUATION = '##';

/** A run of text that the tokenizer cuts into pieces on its own, normalised, with the source of each code unit. */
interface Word {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/**
 * Source spans of WordPiece pieces. The text is normalised again, one character at a time, so that each character that
 * the model reads is known by its place; the pieces then use these up in order.
 *
 * @param literals special tokens that count as themselves where the text spells them out, such as [SEP]
 */
export function wordPieceSpans(
  text: string,
  pieces: readonly string[],
  normalise: Normalise,
  literals: readonly string[],
  unknown: string,
): { starts: Uint32Array; ends: Uint32Array } {
  const starts = new Uint32Array(pieces.length);
  const ends = new Uint32Array(pieces.length);
  let index = 0;
  for (const word of wordsOf(text, normalise, literals)) {
    let used = 0;
    while (used < word.text.length && index < pieces.length) {
      const piece = pieces[index]!;
      const last = piece === unknown ? word.text.length : used + lengthOf(piece, used > 0);
      starts[index] = word.starts[used]!;
      ends[index] = word.ends[Math.min(last, word.text.length) - 1]!;
      used = last;
      index++;
    }
  }
  if (index !== pieces.length) throw new Error(`Only ${index} of ${pieces.length} tokens were found in the text.`);
  return { starts, ends };
}

function lengthOf(piece: string, continues: boolean): number {
  return continues && piece.startsWith(CONTINUATION) ? piece.length - CONTINUATION.length : piece.length;
}

function* wordsOf(text: string, normalise: Normalise, literals: readonly string[]): Generator<Word> {
  let offset = 0;
  for (const part of text.split(anyOf(literals))) {
    if (literals.includes(part)) yield literalWord(part, offset);
    else yield* wordsOfPlainText(part, offset, normalise);
    offset += part.length;
  }
}

/** Matches any of the strings, and keeps it when used to split. */
function anyOf(literals: readonly string[]): RegExp {
  const escaped = literals.map((literal) => literal.replace(/[[\]\\^$.*+?(){}|]/g, '\\$&'));
  return new RegExp(`(${escaped.join('|')})`);
}

function literalWord(text: string, offset: number): Word {
  const units = Array.from({ length: text.length }, (_, index) => offset + index);
  return { text, starts: units, ends: units.map((unit) => unit + 1) };
}

function* wordsOfPlainText(text: string, offset: number, normalise: Normalise): Generator<Word> {
  let word = { text: '', starts: [] as number[], ends: [] as number[] };
  const add = (character: string, start: number, end: number) => {
    word.text += character;
    for (let unit = 0; unit < character.length; unit++) {
      word.starts.push(start);
      word.ends.push(end);
    }
  };
  const finish = () => {
    const finished = word;
    word = { text: '', starts: [], ends: [] };
    return finished;
  };

  let start = offset;
  for (const character of text) {
    const end = start + character.length;
    for (const read of normalise(character)) {
      const standsAlone = PUNCTUATION.test(read);
      const separates = standsAlone || /\s/u.test(read);
      if (separates && word.text !== '') yield finish();
      if (standsAlone || !separates) add(read, start, end);
      if (standsAlone) yield finish();
    }
    start = end;
  }
  if (word.text !== '') yield word;
}
