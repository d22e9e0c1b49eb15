import { AutoTokenizer, type PreTrainedTokenizer } from '@xenova/transformers';
import { isCut, type CutRule } from '../../core/text/independentTokenizationPoints';
import type { Tokens } from '../../core/tokens/tokenSpans';
import { bytesOfPiece } from './byteLevelEncoding';
import { ChunkCache } from './encodedChunkCache';
import { computeOnce } from './computeOnce';
import { refuseHugeVocabulary } from './refuseHugeVocabulary';
import { specialTokensAroundText } from './specialTokensAroundText';
import { startOfTextToken } from './startOfTextToken';
import { encoderFor, isByteLevel } from './supportedTokenizers';
import { tokensByBytes, type TokensByBytes } from './tokensByBytes';

/** A model's tokenizer, which also finds each token's span in the text. */
export interface Tokenizer {
  /** Where a text may be cut into chunks that are tokenized separately; nowhere when undefined. */
  readonly cuts: CutRule | undefined;
  /** Number of special tokens that the model adds around a text. */
  readonly specialTokens: number;
  encode(text: string): Tokens;
  /** Adds the special tokens around the ids of a whole text; `before` is the number of those in front. */
  withSpecialTokens(ids: Int32Array): { ids: Int32Array; before: number };
  /** A token as the vocabulary spells it. */
  piece(id: number): string;
  /** The text of ids, without special tokens. */
  decode(ids: ArrayLike<number>): string;
  /** One more than the largest id. */
  readonly size: number;
  /** Id of the token that every text begins with, for causal models. */
  readonly startOfText: number;
  /** Id of the token that ends a text, for models that generate. */
  readonly endOfText: number;
  /** Id of the mask token; undefined in vocabularies without one. */
  readonly mask: number | undefined;
  /** Whether a token is special and not text, such as the end of a turn. */
  isSpecial(id: number): boolean;
  /** UTF-8 bytes of every token, one Latin-1 character a byte; empty unless the vocabulary is byte-level. */
  readonly vocabularyBytes: readonly string[];
  /** The tokens by these bytes. */
  readonly tokensByBytes: TokensByBytes;
}

/** Loads the tokenizer of a model folder. Throws when it is neither WordPiece, byte-level BPE nor Unigram. */
export async function loadTokenizer(model: string): Promise<Tokenizer> {
  const tokenizer = await readTokenizer(model);
  try {
    return tokenizerOf(tokenizer);
  } catch (error) {
    // Something missing in tokenizer.json fails where it is used.
    throw error instanceof TypeError || error instanceof RangeError ? damagedError(model, error) : error;
  }
}

function tokenizerOf(tokenizer: PreTrainedTokenizer): Tokenizer {
  // Checked first: listing the vocabulary takes time in proportion to its largest id.
  const { vocab } = tokenizer._tokenizer.model as unknown as { readonly vocab: readonly string[] };
  refuseHugeVocabulary(vocab);
  const vocabulary = tokenizer.get_vocab();
  const pieces: string[] = [];
  for (const [piece, id] of vocabulary) if (piece !== undefined) pieces[id] = piece;
  const special = specialIds(tokenizer);
  const [before, after] = specialTokensAroundText(tokenizer);
  const specialTokens = before.length + after.length;
  const cuts = cutsOf(tokenizer);
  const bytes = computeOnce(() => pieces.map(bytesOfPiece));
  const byBytes = computeOnce(() => tokensByBytes(isByteLevel(tokenizer) ? bytes() : []));
  const chunks = new ChunkCache(encoderFor(tokenizer, bytes), cuts);

  return {
    cuts,
    specialTokens,
    encode: (text) => chunks.encode(text, specialTokens),
    withSpecialTokens(ids) {
      return { ids: Int32Array.from([...before, ...ids, ...after]), before: before.length };
    },
    size: pieces.length,
    startOfText: startOfTextToken(tokenizer, vocabulary),
    endOfText: tokenizer.eos_token_id,
    mask: tokenizer.mask_token_id ?? undefined,
    isSpecial: (id) => special.has(id),
    piece: (id) => pieces[id] ?? '',
    decode: (ids) => tokenizer.decode(Array.from(ids), { skip_special_tokens: true }),
    get vocabularyBytes() {
      return isByteLevel(tokenizer) ? bytes() : [];
    },
    get tokensByBytes() {
      return byBytes();
    },
  };
}

async function readTokenizer(model: string): Promise<PreTrainedTokenizer> {
  try {
    return await AutoTokenizer.from_pretrained(model);
  } catch (error) {
    throw damagedError(model, error);
  }
}

function damagedError(model: string, cause: unknown): Error {
  return new Error(
    `The tokenizer of ${model} cannot be read: its tokenizer.json is missing or damaged. Get it again, or choose another model.`,
    { cause },
  );
}

function specialIds(tokenizer: PreTrainedTokenizer): ReadonlySet<number> {
  const added = [...tokenizer._tokenizer.get_added_tokens_decoder()];
  return new Set(added.filter(([, { special }]) => special).map(([id]) => id));
}

/** Where texts may be cut: never inside an added token, which is found before the text is split into words. */
function cutsOf(tokenizer: PreTrainedTokenizer): CutRule | undefined {
  const literals = [...tokenizer._tokenizer.get_added_tokens_decoder().values()];
  const hasCut = (text: string) => Array.from(text).some((_, index) => index > 0 && isCut(text, index, 'white space'));
  if (literals.some(({ content }) => hasCut(content))) return undefined;
  const splitter = tokenizer._tokenizer.pre_tokenizer as { config?: { add_prefix_space?: boolean } } | null;
  const addsSpace = tokenizer._tokenizer.model?.config.type === 'Unigram' || splitter?.config?.add_prefix_space;
  return addsSpace ? 'space' : 'white space';
}
