import { LONE, LONE_UNCASED, MARKS, REMOVED, SPACES } from './bertCharacters';

/** A run of text that is cut into pieces on its own, as the model reads it, with the source of each code unit. */
export interface Word {
  readonly text: string;
  /** UTF-16 offsets [text.length]. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** The `normalizer` of a BERT model's tokenizer.json. */
export interface BertNormalizer {
  readonly clean_text?: boolean;
  readonly handle_chinese_chars?: boolean;
  readonly lowercase?: boolean;
  /** As `lowercase` when null. */
  readonly strip_accents?: boolean | null;
}

const enum Kind {
  Letter,
  Space,
  Removed,
  Lone,
}

/**
 * Splits text into the words of BERT (Devlin et al. 2019): at white space, before and behind punctuation and Chinese
 * characters; control characters are left out, and for models without case so are accents. As Hugging Face's
 * BertNormalizer and BertPreTokenizer do, with their idea of each character. Only where Unicode's canonical order would
 * move a mark that is kept (U+302E and a few more) past others do the offsets within that character differ.
 */
export class BertWords {
  readonly #kinds: Uint8Array;
  readonly #isCased: boolean;
  readonly #known = new Map<string, string>();

  /** Throws when the normalizer does something else to the text. */
  constructor({ clean_text, handle_chinese_chars, lowercase = true, strip_accents }: BertNormalizer) {
    const isCased = !lowercase;
    if (clean_text === false || handle_chinese_chars === false || (strip_accents ?? lowercase) !== lowercase) {
      throw new Error('This tokenizer normalises text in a way that is not known; choose another model.');
    }
    this.#isCased = isCased;
    this.#kinds = isCased
      ? kindsOf({ [Kind.Space]: SPACES, [Kind.Removed]: REMOVED, [Kind.Lone]: LONE })
      : kindsOf({ [Kind.Space]: SPACES, [Kind.Removed]: REMOVED, [Kind.Lone]: LONE_UNCASED }, MARKS);
  }

  /** The words of `text`, whose offsets begin at `offset`. */
  *of(text: string, offset: number): Generator<Word> {
    let word = new WordInMaking();
    let start = offset;
    for (const character of text) {
      const end = start + character.length;
      const kind = this.#kinds[character.codePointAt(0)!]!;
      if (kind === Kind.Letter) {
        word.add(this.#read(character), start, end);
      } else if (kind !== Kind.Removed) {
        if (word.text !== '') {
          yield word;
          word = new WordInMaking();
        }
        if (kind === Kind.Lone) {
          word.add(this.#read(character), start, end);
          yield word;
          word = new WordInMaking();
        }
      }
      start = end;
    }
    if (word.text !== '') yield word;
  }

  /** What the model reads of one character: may be several characters, or none. */
  #read(character: string): string {
    if (this.#isCased) return character;
    let read = this.#known.get(character);
    if (read === undefined) {
      read = '';
      for (const part of character.normalize('NFD')) {
        if (this.#kinds[part.codePointAt(0)!] !== Kind.Removed) read += part.toLowerCase();
      }
      this.#known.set(character, read);
    }
    return read;
  }
}

class WordInMaking implements Word {
  text = '';
  readonly starts: number[] = [];
  readonly ends: number[] = [];

  add(read: string, start: number, end: number): void {
    this.text += read;
    for (let unit = 0; unit < read.length; unit++) {
      this.starts.push(start);
      this.ends.push(end);
    }
  }
}

/** The kind of each code point [0x110000]; a lone surrogate is read as U+FFFD, which is removed. */
function kindsOf(ranges: Partial<Record<Kind, string>>, marks = ''): Uint8Array {
  const kinds = new Uint8Array(0x110000);
  for (const [kind, text] of Object.entries(ranges)) fill(kinds, text, Number(kind));
  fill(kinds, marks, Kind.Removed);
  return kinds.fill(Kind.Removed, 0xd800, 0xe000);
}

function fill(kinds: Uint8Array, ranges: string, kind: Kind): void {
  if (ranges === '') return;
  const numbers = ranges.split(' ').map((number) => parseInt(number, 36));
  let end = 0;
  for (let index = 0; index < numbers.length; index += 2) {
    const start = end + numbers[index]!;
    end = start + numbers[index + 1]!;
    kinds.fill(kind, start, end);
  }
}
