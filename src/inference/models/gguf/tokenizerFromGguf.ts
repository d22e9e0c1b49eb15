import { GgufError, shown, UnsupportedGgufError } from './ggufError';
import type { GgufMetadata } from './ggufMetadata';
import { preTokenizerNamed } from './preTokenizers';

/** tokenizer.json and tokenizer_config.json, parsed. */
export interface TokenizerFiles {
  readonly tokenizer: object;
  readonly config: object;
}

/** Token types of ggml that are not ordinary text. */
const CONTROL = 3;
const USER_DEFINED = 4;

/**
 * The files of a byte-level BPE tokenizer (Radford et al. 2019), as Hugging Face's tokenizers has them. Throws a
 * GgufError when a file has another kind of tokenizer, splits words in a way that is not known, or is damaged.
 *
 * @param vocabulary number of tokens that the model knows
 */
export function tokenizerFromGguf(metadata: GgufMetadata, vocabulary: number): TokenizerFiles {
  const kind = metadata.text('tokenizer.ggml.model');
  if (kind !== 'gpt2')
    throw new UnsupportedGgufError(
      `its tokenizer is of the kind ${shown(kind)}; Left Context reads byte-level BPE (gpt2) from GGUF files`,
    );
  const { preTokenizer, ignoreMerges, addsStart } = preTokenizerNamed(metadata.textOr('tokenizer.ggml.pre', 'default'));
  const pieces = metadata.texts('tokenizer.ggml.tokens');
  const types = metadata.numbers('tokenizer.ggml.token_type');
  const merges = metadata.texts('tokenizer.ggml.merges');
  refuseWrongVocabulary(pieces, types, merges, vocabulary);
  const hasStart = metadata.flagOr('tokenizer.ggml.add_bos_token', addsStart);
  const start = hasStart ? metadata.itemOr('tokenizer.ggml.bos_token_id', pieces, undefined) : undefined;
  const added = pieces.flatMap((content, id) =>
    types[id] === CONTROL || types[id] === USER_DEFINED
      ? [
          {
            id,
            content,
            single_word: false,
            lstrip: false,
            rstrip: false,
            normalized: false,
            special: types[id] === CONTROL,
          },
        ]
      : [],
  );
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
  const tokenizer = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: added,
    normalizer: null,
    pre_tokenizer: preTokenizer,
    post_processor: start === undefined ? null : templateWithStart(start, pieces.indexOf(start)),
    decoder: byteLevel,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: ignoreMerges,
      vocab: Object.fromEntries(pieces.map((piece, id) => [piece, id])),
      merges,
    },
  };
  return { tokenizer, config: configOf(metadata, pieces, start) };
}

function refuseWrongVocabulary(
  pieces: readonly string[],
  types: readonly number[],
  merges: readonly string[],
  vocabulary: number,
): void {
  const known = new Set(pieces);
  if (pieces.length !== vocabulary || types.length !== vocabulary || known.size !== vocabulary)
    throw new GgufError(
      `its tokenizer has ${known.size} different tokens and ${types.length} types of tokens, and its embeddings ${vocabulary}`,
    );
  const wrong = merges.find((merge) => {
    const pair = merge.split(' ');
    return pair.length !== 2 || ![...pair, pair.join('')].every((piece) => known.has(piece));
  });
  if (wrong !== undefined) throw new GgufError(`its tokenizer merges ${shown(wrong)}, which makes no token`);
}

/** Adds the token that every text begins with. */
function templateWithStart(token: string, id: number): object {
  return {
    type: 'TemplateProcessing',
    single: [{ SpecialToken: { id: token, type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
    pair: [{ Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 1 } }],
    special_tokens: { [token]: { id: token, ids: [id], tokens: [token] } },
  };
}

function configOf(metadata: GgufMetadata, pieces: readonly string[], start: string | undefined): object {
  const pieceOf = (role: string) => metadata.itemOr(`tokenizer.ggml.${role}_token_id`, pieces, undefined);
  return {
    tokenizer_class: 'GPT2Tokenizer',
    add_prefix_space: false,
    // SmolLM2's is <|im_start|>, which begins turns of a chat and is not put before texts. Behind <|endoftext|>, which lay
    // between its training texts, it needs 1.043 bits for a character, behind <|im_start|> 1.065.
    bos_token: start,
    eos_token: pieceOf('eos'),
    unk_token: pieceOf('unknown'),
    pad_token: pieceOf('padding'),
    chat_template: metadata.textOr('tokenizer.chat_template', undefined),
  };
}
