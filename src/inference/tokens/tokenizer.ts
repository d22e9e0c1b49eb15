import { AutoTokenizer, type PreTrainedTokenizer } from '@xenova/transformers';
import type { Tokens } from '../../core/tokens';
import { byteLevelSpans, bytesOfPiece } from './byteLevel';
import { wordPieceSpans, type Normalise } from './wordPiece';

/** A model's tokenizer that also knows where in the text each token stands. */
export interface Tokenizer {
  encode(text: string): Tokens;
  /** Ids of the whole text with the special tokens around it. */
  withSpecialTokens(ids: Int32Array): { ids: Int32Array; before: number };
  /** The vocabulary's own spelling of a token. */
  piece(id: number): string;
  /** Id of the token that ends a text; meaningful for causal models only. */
  readonly endOfText: number;
  /** UTF-8 bytes of every token, one Latin-1 character a byte; only for byte-level vocabularies. */
  readonly vocabularyBytes: readonly string[];
}

/** Loads the tokenizer of a model folder. Throws when it is neither WordPiece nor byte-level BPE. */
export async function loadTokenizer(model: string): Promise<Tokenizer> {
  const tokenizer = await AutoTokenizer.from_pretrained(model);
  const pieces: string[] = [];
  for (const [piece, id] of tokenizer.get_vocab()) pieces[id] = piece;
  const [before, after] = specialTokensOf(tokenizer);
  const spansOf = spansFor(tokenizer);
  let vocabularyBytes: string[] | undefined;

  return {
    encode(text) {
      const ids = tokenizer.encode(text, { add_special_tokens: false });
      const spans = spansOf(
        text,
        ids.map((id) => pieces[id]!),
      );
      return { ids: Int32Array.from(ids), ...spans, added: before.length + after.length };
    },
    withSpecialTokens(ids) {
      return { ids: Int32Array.from([...before, ...ids, ...after]), before: before.length };
    },
    endOfText: tokenizer.eos_token_id,
    piece: (id) => pieces[id] ?? '',
    get vocabularyBytes() {
      return (vocabularyBytes ??= pieces.map(bytesOfPiece));
    },
  };
}

type Spans = Pick<Tokens, 'starts' | 'ends'>;

function spansFor(tokenizer: PreTrainedTokenizer): (text: string, pieces: string[]) => Spans {
  const { normalizer, model } = tokenizer._tokenizer;
  const kind = model?.config.type;
  if (kind === 'BPE') {
    useUnicodeSpaces(tokenizer);
    return byteLevelSpans;
  }
  if (kind === 'WordPiece') {
    const normalise = remembered((character) => normalizer?.normalize(character) ?? character);
    const literals = tokenizer.all_special_tokens;
    return (text, pieces) => wordPieceSpans(text, pieces, normalise, literals, tokenizer.unk_token);
  }
  throw new Error(`This tokenizer (${kind}) is not supported; choose a model with WordPiece or byte-level BPE.`);
}

/**
 * GPT-2's split into words, with Unicode's White_Space as the reference has it: JavaScript's \s also takes U+FEFF and
 * leaves out U+0085.
 */
const GPT2_WORDS =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

function useUnicodeSpaces(tokenizer: PreTrainedTokenizer): void {
  const splitter = tokenizer._tokenizer.pre_tokenizer as { config?: { type?: string }; pattern?: RegExp } | null;
  if (splitter?.config?.type === 'ByteLevel') splitter.pattern = GPT2_WORDS;
}

function specialTokensOf(tokenizer: PreTrainedTokenizer): [before: number[], after: number[]] {
  const plain = tokenizer.encode('a', { add_special_tokens: false });
  const whole = tokenizer.encode('a');
  const start = whole.indexOf(plain[0]!);
  return [whole.slice(0, start), whole.slice(start + plain.length)];
}

function remembered(normalise: Normalise): Normalise {
  const known = new Map<string, string>();
  return (character) => {
    const before = known.get(character);
    if (before !== undefined) return before;
    const normalised = normalise(character);
    known.set(character, normalised);
    return normalised;
  };
}
