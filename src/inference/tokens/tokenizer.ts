import { AutoTokenizer, type PreTrainedTokenizer } from '@xenova/transformers';
import { isCut, type CutRule } from '../../core/text/tokenizationCuts';
import type { Tokens } from '../../core/tokens/tokens';
import { byteLevel, bytesOfPiece } from './byteLevel';
import { ChunkCache, type Encode } from './chunkCache';
import { lazy } from './lazy';
import { unigram } from './unigram';
import { wordPiece } from './wordPiece';

/** A model's tokenizer that also knows where in the text each token stands. */
export interface Tokenizer {
  /** Where texts may be cut; nowhere when undefined. */
  readonly cuts: CutRule | undefined;
  /** How many special tokens the model puts around a text. */
  readonly specialTokens: number;
  encode(text: string): Tokens;
  /** Ids of the whole text with the special tokens around it. */
  withSpecialTokens(ids: Int32Array): { ids: Int32Array; before: number };
  /** The vocabulary's own spelling of a token. */
  piece(id: number): string;
  /** The text that ids stand for, without special tokens. */
  decode(ids: ArrayLike<number>): string;
  /** One more than the largest id. */
  readonly size: number;
  /** Id of the token that a text begins with, and of that which ends one; meaningful for models that write. */
  readonly startOfText: number;
  readonly endOfText: number;
  /** Id of the token that hides a word; undefined in vocabularies without one. */
  readonly mask: number | undefined;
  /** Whether a token stands for something other than text, such as the end of a turn. */
  isSpecial(id: number): boolean;
  /** UTF-8 bytes of every token, one Latin-1 character a byte; none unless the vocabulary is one of bytes. */
  readonly vocabularyBytes: readonly string[];
}

/** Ids from here on are not of a vocabulary: the largest have some 260,000 tokens. */
const MOST_IDS = 2 ** 22;

/** Loads the tokenizer of a model folder. Throws when it is neither WordPiece, byte-level BPE nor Unigram. */
export async function loadTokenizer(model: string): Promise<Tokenizer> {
  const tokenizer = await tokenizerIn(model);
  try {
    return tokenizerOf(tokenizer);
  } catch (error) {
    // What is missing in tokenizer.json shows where it is used.
    throw error instanceof TypeError || error instanceof RangeError ? damaged(model, error) : error;
  }
}

function tokenizerOf(tokenizer: PreTrainedTokenizer): Tokenizer {
  // To list them takes as long as there could be.
  const { vocab } = tokenizer._tokenizer.model as unknown as { readonly vocab: readonly string[] };
  if (vocab.length > MOST_IDS) throw new RangeError(`The last token has the id ${vocab.length - 1}.`);
  const vocabulary = tokenizer.get_vocab();
  const pieces: string[] = [];
  for (const [piece, id] of vocabulary) if (piece !== undefined) pieces[id] = piece;
  const special = specialIds(tokenizer);
  const [before, after] = specialTokensOf(tokenizer);
  const specialTokens = before.length + after.length;
  const cuts = cutsOf(tokenizer);
  const bytes = lazy(() => pieces.map(bytesOfPiece));
  const chunks = new ChunkCache(encodeWith(tokenizer, bytes), cuts);

  return {
    cuts,
    specialTokens,
    encode: (text) => chunks.encode(text, specialTokens),
    withSpecialTokens(ids) {
      return { ids: Int32Array.from([...before, ...ids, ...after]), before: before.length };
    },
    size: pieces.length,
    startOfText: tokenizer.bos_token_id ?? vocabulary.get(END_OF_TEXT) ?? tokenizer.eos_token_id,
    endOfText: tokenizer.eos_token_id,
    mask: tokenizer.mask_token_id ?? undefined,
    isSpecial: (id) => special.has(id),
    piece: (id) => pieces[id] ?? '',
    decode: (ids) => tokenizer.decode(Array.from(ids), { skip_special_tokens: true }),
    get vocabularyBytes() {
      return isByteLevel(tokenizer) ? bytes() : [];
    },
  };
}

async function tokenizerIn(model: string): Promise<PreTrainedTokenizer> {
  try {
    return await AutoTokenizer.from_pretrained(model);
  } catch (error) {
    throw damaged(model, error);
  }
}

function damaged(model: string, cause: unknown): Error {
  return new Error(
    `The tokenizer of ${model} cannot be read: its tokenizer.json is missing or damaged. Get it again, or choose another model.`,
    { cause },
  );
}

function encodeWith(tokenizer: PreTrainedTokenizer, bytes: () => readonly string[]): Encode {
  const kind = tokenizer._tokenizer.model?.config.type;
  if (kind === 'BPE' && isByteLevel(tokenizer)) return byteLevel(tokenizer, bytes());
  if (kind === 'WordPiece') return wordPiece(tokenizer);
  if (kind === 'Unigram') return unigram(tokenizer);
  throw new Error(
    `This tokenizer (${kind}) is not supported; choose a model with WordPiece, byte-level BPE or Unigram.`,
  );
}

/** The token between texts of GPT-2's vocabulary and of most that came after it; Qwen names no first token, but has it. */
const END_OF_TEXT = '<|endoftext|>';

function specialIds(tokenizer: PreTrainedTokenizer): ReadonlySet<number> {
  const added = [...tokenizer._tokenizer.get_added_tokens_decoder()];
  return new Set(added.filter(([, { special }]) => special).map(([id]) => id));
}

function isByteLevel(tokenizer: PreTrainedTokenizer): boolean {
  const { model, decoder } = tokenizer._tokenizer;
  return model?.config.type === 'BPE' && JSON.stringify(decoder?.config ?? '').includes('"ByteLevel"');
}

/** Where texts may be cut: nowhere inside a token that is found before the text is split into words. */
function cutsOf(tokenizer: PreTrainedTokenizer): CutRule | undefined {
  const literals = [...tokenizer._tokenizer.get_added_tokens_decoder().values()];
  const hasCut = (text: string) => Array.from(text).some((_, index) => index > 0 && isCut(text, index, 'white space'));
  if (literals.some(({ content }) => hasCut(content))) return undefined;
  const splitter = tokenizer._tokenizer.pre_tokenizer as { config?: { add_prefix_space?: boolean } } | null;
  const isSpacePut = tokenizer._tokenizer.model?.config.type === 'Unigram' || splitter?.config?.add_prefix_space;
  return isSpacePut ? 'space' : 'white space';
}

function specialTokensOf(tokenizer: PreTrainedTokenizer): [before: number[], after: number[]] {
  const plain = tokenizer.encode('a', { add_special_tokens: false });
  const whole = tokenizer.encode('a');
  const start = whole.indexOf(plain[0]!);
  return [whole.slice(0, start), whole.slice(start + plain.length)];
}
