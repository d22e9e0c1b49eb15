import { LONE, LONE_UNCASED, MARKS, REMOVED, SPACES } from './bertCharacters';

/** A normalised word, which is split into pieces on its own, with the source of each code unit. */
export interface BertWord {
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
  /** Like `lowercase` when null. */
  readonly strip_accents?: boolean | null;
}

const enum CharacterKind {
  Letter,
  Space,
  Removed,
  Lone,
}

/**
 * Splits text into BERT's words (Devlin et al. 2019): at white space, and before and after punctuation and Chinese
 * characters. Removes control characters and, for uncased models, accents. Words equal those of Hugging Face's
 * BertNormalizer and BertPreTokenizer, which classify characters by an older Unicode. Offsets within a character differ
 * only where Unicode's canonical order moves a mark that is kept (U+302E and a few more) past others.
 */
export class BertWords {
  readonly #kinds: Uint8Array;
  readonly #isCased: boolean;
  readonly #normalised = new Map<string, string>();

  /** Throws when the normalizer does something else to the text. */
  constructor({ clean_text, handle_chinese_chars, lowercase = true, strip_accents }: BertNormalizer) {
    const isCased = !lowercase;
    if (clean_text === false || handle_chinese_chars === false || (strip_accents ?? lowercase) !== lowercase) {
      throw new Error('This tokenizer normalises text in an unknown way. Choose another model.');
    }
    this.#isCased = isCased;
    this.#kinds = isCased
      ? kindsOf({ [CharacterKind.Space]: SPACES, [CharacterKind.Removed]: REMOVED, [CharacterKind.Lone]: LONE })
      : kindsOf(
          { [CharacterKind.Space]: SPACES, [CharacterKind.Removed]: REMOVED, [CharacterKind.Lone]: LONE_UNCASED },
          MARKS,
        );
  }

  /** Splits `text`, whose first character is at `offset` of the source. */
  *split(text: string, offset: number): Generator<BertWord> {
    let word = new BertWordBuilder();
    let start = offset;
    for (const character of text) {
      const end = start + character.length;
      const kind = this.#kinds[character.codePointAt(0)!]!;
      if (kind === CharacterKind.Letter) {
        word.add(this.#normalise(character), start, end);
      } else if (kind !== CharacterKind.Removed) {
        if (word.text !== '') {
          yield word;
          word = new BertWordBuilder();
        }
        if (kind === CharacterKind.Lone) {
          word.add(this.#normalise(character), start, end);
          yield word;
          word = new BertWordBuilder();
        }
      }
      start = end;
    }
    if (word.text !== '') yield word;
  }

  /** Lower-cases one character and strips its accents, for uncased models. May return several characters or none. */
  #normalise(character: string): string {
    if (this.#isCased) return character;
    let normalised = this.#normalised.get(character);
    if (normalised === undefined) {
      normalised = '';
      for (const part of character.normalize('NFD')) {
        if (this.#kinds[part.codePointAt(0)!] !== CharacterKind.Removed) normalised += part.toLowerCase();
      }
      this.#normalised.set(character, normalised);
    }
    return normalised;
  }
}

class BertWordBuilder implements BertWord {
  text = '';
  readonly starts: number[] = [];
  readonly ends: number[] = [];

  /** Appends the normalised form of the character at [start, end) of the source. */
  add(normalised: string, start: number, end: number): void {
    this.text += normalised;
    for (let unit = 0; unit < normalised.length; unit++) {
      this.starts.push(start);
      this.ends.push(end);
    }
  }
}

/** The kind of each code point [0x110000]. Lone surrogates are removed, since the reference reads them as U+FFFD. */
function kindsOf(ranges: Partial<Record<CharacterKind, string>>, marks = ''): Uint8Array {
  const kinds = new Uint8Array(0x110000);
  for (const [kind, text] of Object.entries(ranges)) fill(kinds, text, Number(kind));
  fill(kinds, marks, CharacterKind.Removed);
  return kinds.fill(CharacterKind.Removed, 0xd800, 0xe000);
}

/** Sets the kind of code points in `ranges`, which are encoded as bertCharacters.ts says. */
function fill(kinds: Uint8Array, ranges: string, kind: CharacterKind): void {
  if (ranges === '') return;
  const numbers = ranges.split(' ').map((number) => parseInt(number, 36));
  let end = 0;
  for (let index = 0; index < numbers.length; index += 2) {
    const start = end + numbers[index]!;
    end = start + numbers[index + 1]!;
    kinds.fill(kind, start, end);
  }
}
