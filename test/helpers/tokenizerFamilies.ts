import { readFileSync } from 'node:fs';
import path from 'node:path';
import { models, root } from './fixtures';

type Json = Readonly<Record<string, unknown>>;

/** A tokenizer.json of a family of models: its steps, with a small vocabulary of ours. */
export interface TokenizerFamily {
  readonly name: string;
  readonly definition: Json;
}

const read = (...file: string[]) => JSON.parse(readFileSync(path.join(...file), 'utf8')) as Json;
const modelIn = (folder: string) => read(folder, 'tokenizer.json')['model'] as Json;
const bytePairs = modelIn(path.join(models, 'prompt-gpt'));
const words = modelIn(path.join(models, 'prompt-bert'));
const unigramFile = read(root, 'test', 'fixtures', 'tokenizers', 'unigram', 'tokenizer.json');
const scored = unigramFile['model'] as Json;
const precompiled = unigramFile['normalizer'] as Json;

/** Added tokens. `withIds` numbers them. */
function added(contents: readonly string[], options: Json = {}): Json[] {
  const flags = { special: true, single_word: false, lstrip: false, rstrip: false, normalized: false, ...options };
  return contents.map((content) => ({ content, ...flags }));
}

type IdOf = (content: string) => number;

/**
 * Numbers the added tokens as the reference does: one that is also a piece has the id of the piece, others follow the vocabulary.
 * A post-processor may be a function of their ids.
 */
function withIds(vocab: Readonly<Record<string, number>>, definition: Json): Json {
  let next = Object.keys(vocab).length;
  const tokens = (definition['added_tokens'] as { content: string }[]).map((token) => ({
    ...token,
    id: vocab[token.content] ?? next++,
  }));
  const idOf: IdOf = (content) => tokens.find((token) => token.content === content)!.id;
  const processor = definition['post_processor'] as Json | null | ((idOf: IdOf) => Json);
  const post_processor = typeof processor === 'function' ? processor(idOf) : processor;
  return { ...definition, added_tokens: tokens, post_processor };
}

const sequence = (kind: 'normalizers' | 'pretokenizers' | 'processors', ...steps: Json[]) => ({
  type: 'Sequence',
  [kind]: steps,
});
const byteLevel = (options: Json = {}) => ({
  type: 'ByteLevel',
  add_prefix_space: false,
  trim_offsets: true,
  use_regex: true,
  ...options,
});
const split = (pattern: string, behavior = 'Isolated', invert = false) => ({
  type: 'Split',
  pattern: { Regex: pattern },
  behavior,
  invert,
});
const replaced = (pattern: Json, content: string) => ({ type: 'Replace', pattern, content });
const withoutType = (model: Json): Json => ({ ...model, type: undefined });
const template = (before: readonly string[], after: readonly string[]) => (idOf: IdOf) => {
  const special = (id: string) => ({ SpecialToken: { id, type_id: 0 } });
  const single = [...before.map(special), { Sequence: { id: 'A', type_id: 0 } }, ...after.map(special)];
  const tokens = Object.fromEntries([...before, ...after].map((id) => [id, { id, ids: [idOf(id)], tokens: [id] }]));
  return { type: 'TemplateProcessing', single, pair: single, special_tokens: tokens };
};
const roberta =
  (options: Json = {}) =>
  (idOf: IdOf) => ({
    type: 'RobertaProcessing',
    sep: ['</s>', idOf('</s>')],
    cls: ['<s>', idOf('<s>')],
    trim_offsets: true,
    add_prefix_space: true,
    ...options,
  });

/** Byte-level byte-pair encoding. */
function ofBytes(name: string, { model = {}, ...steps }: Json & { model?: Json }): TokenizerFamily {
  const base = {
    version: '1.0',
    truncation: null,
    padding: null,
    normalizer: null,
    post_processor: byteLevel({ trim_offsets: false }),
  };
  const definition = { ...base, decoder: byteLevel(), pre_tokenizer: byteLevel(), added_tokens: [], ...steps };
  const vocab = bytePairs['vocab'] as Record<string, number>;
  return { name, definition: { ...withIds(vocab, definition), model: { ...bytePairs, ...model } } };
}

const SEPARATED = [...added(['<s>', '<pad>', '</s>', '<unk>']), ...added(['<mask>'], { lstrip: true })];

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜÉ';
/** BERT's words, with capital letters for cased models. */
function ofWords(name: string, normalizer: Json, isTyped = true, steps: Json = {}): TokenizerFamily {
  const capitals = [...LETTERS].flatMap((letter) => [letter, `##${letter}`]);
  const ids = words['vocab'] as Record<string, number>;
  const size = Object.keys(ids).length;
  const vocab = { ...ids, ...Object.fromEntries(capitals.map((piece, index) => [piece, size + index])) };
  const model = { ...words, vocab };
  const { post_processor, decoder, added_tokens, pre_tokenizer } = read(models, 'prompt-bert', 'tokenizer.json');
  const base = {
    version: '1.0',
    truncation: null,
    padding: null,
    post_processor,
    decoder,
    added_tokens,
    pre_tokenizer,
  };
  const definition = withIds(vocab, { ...base, normalizer, ...steps });
  return { name, definition: { ...definition, model: isTyped ? model : withoutType(model) } };
}
const bert = (options: Json = {}) => ({
  type: 'BertNormalizer',
  clean_text: true,
  handle_chinese_chars: true,
  strip_accents: null,
  lowercase: true,
  ...options,
});

/** SentencePiece's Unigram. */
function ofScores(name: string, steps: Json, isTyped = true): TokenizerFamily {
  const { decoder, added_tokens, post_processor, pre_tokenizer } = unigramFile;
  const base = {
    version: '1.0',
    truncation: null,
    padding: null,
    normalizer: precompiled,
    decoder,
    added_tokens,
    post_processor,
    pre_tokenizer,
  };
  const vocab = Object.fromEntries((scored['vocab'] as [string, number][]).map(([piece], id) => [piece, id]));
  return {
    name,
    definition: { ...withIds(vocab, { ...base, ...steps }), model: isTyped ? scored : withoutType(scored) },
  };
}
const metaspace = (options: Json = {}) => ({
  type: 'Metaspace',
  replacement: '▁',
  prepend_scheme: 'always',
  split: true,
  ...options,
});

/** Byte-pair encoding of characters with ▁ for a space, and bytes for what has no piece. */
function ofMarkedPieces(name: string, steps: Json, options: Json = {}): TokenizerFamily {
  const marked = (piece: string) => piece.replaceAll('Ġ', '▁').replaceAll('Ċ', '\n');
  const isPlain = (piece: string) => /^[\x21-\x7e▁\n]+$/.test(marked(piece));
  const bytes = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
  const merges = (bytePairs['merges'] as (string | [string, string])[]).map((merge) =>
    typeof merge === 'string' ? (merge.split(' ') as [string, string]) : merge,
  );
  const kept = merges.filter((pair) => pair.every(isPlain)).map((pair) => pair.map(marked));
  const single = Object.keys(bytePairs['vocab'] as object)
    .filter((piece) => piece.length === 1 && isPlain(piece))
    .map(marked);
  const pieces = [...new Set(['<unk>', '<s>', '</s>', ...bytes, ...single, ...kept.map((pair) => pair.join(''))])];
  const model = {
    ...{ type: 'BPE', dropout: null, unk_token: '<unk>', continuing_subword_prefix: null, end_of_word_suffix: null },
    ...{ fuse_unk: true, byte_fallback: true, ignore_merges: false, ...options },
    vocab: Object.fromEntries(pieces.map((piece, id) => [piece, id])),
    merges: kept,
  };
  const decoder = {
    type: 'Sequence',
    decoders: [replaced({ String: '▁' }, ' '), { type: 'ByteFallback' }, { type: 'Fuse' }],
  };
  const base = {
    version: '1.0',
    truncation: null,
    padding: null,
    pre_tokenizer: null,
    added_tokens: added(['<unk>', '<s>', '</s>']),
    decoder,
  };
  return {
    name,
    definition: { ...withIds(model.vocab, { ...base, post_processor: template(['<s>'], []), ...steps }), model },
  };
}
const marksSpaces = replaced({ String: ' ' }, '▁');

const GPT4_WORDS =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
const QWEN_WORDS = GPT4_WORDS.replace('\\p{N}{1,3}', '\\p{N}');
const CLIP_WORDS =
  "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";
const BLOOM_WORDS = ' ?[^(\\s|[.,!?…。，、।۔،])]+';
const notByRegex = byteLevel({ use_regex: false });
const digits = { type: 'Digits', individual_digits: true };
const chat = ['<|endoftext|>', '<|im_start|>', '<|im_end|>'];
const spaces = Array.from({ length: 20 }, (_, index) => ' '.repeat(24 - index));

/**
 * Tokenizers with the steps of families of models, as their tokenizer.json files have them, from vocabularies of ours. Some leave
 * out model.type, as the original files of these models do.
 */
export function tokenizerFamilies(): TokenizerFamily[] {
  return [
    ofBytes('GPT-2', { added_tokens: added(['<|endoftext|>'], { normalized: true }), model: { type: undefined } }),
    ofBytes('RoBERTa', {
      added_tokens: SEPARATED,
      post_processor: roberta({ add_prefix_space: false }),
      model: { type: undefined },
    }),
    ofBytes('Longformer, with a space before', {
      added_tokens: SEPARATED,
      pre_tokenizer: byteLevel({ add_prefix_space: true }),
      post_processor: roberta(),
    }),
    ofWords('BERT, cased', bert({ lowercase: false }), false),
    ofWords('BERT, uncased', bert(), false),
    ofWords('BERT, multilingual with accents', bert({ strip_accents: false })),
    ofWords('BERT without Chinese', bert({ handle_chinese_chars: false })),
    ofWords('DistilBERT', bert(), false),
    ofWords('ELECTRA', bert({ strip_accents: true })),
    ofWords('MPNet', bert(), true, {
      added_tokens: [...SEPARATED.slice(0, 4), ...added(['<mask>'], { lstrip: true, normalized: true })],
      post_processor: roberta(),
    }),
    ofWords(
      'a course on tokenizers',
      sequence('normalizers', { type: 'NFD' }, { type: 'Lowercase' }, { type: 'StripAccents' }),
      true,
      {
        pre_tokenizer: sequence(
          'pretokenizers',
          { type: 'WhitespaceSplit' },
          { type: 'Punctuation', behavior: 'Isolated' },
        ),
      },
    ),
    ofScores('T5', {}, false),
    ofScores('mT5', { pre_tokenizer: metaspace() }),
    ofScores('T5 1.1', {
      normalizer: sequence('normalizers', precompiled, replaced({ Regex: ' {2,}' }, ' ')),
      pre_tokenizer: metaspace(),
    }),
    ofScores('XLM-R', { added_tokens: SEPARATED, post_processor: template(['<s>'], ['</s>']) }),
    ofScores('ALBERT', {
      normalizer: sequence(
        'normalizers',
        replaced({ String: '``' }, '"'),
        replaced({ String: "''" }, '"'),
        { type: 'NFKD' },
        { type: 'StripAccents' },
        { type: 'Lowercase' },
        precompiled,
      ),
    }),
    ofScores('DeBERTa 3', {
      normalizer: sequence(
        'normalizers',
        { type: 'Strip', strip_left: true, strip_right: true },
        precompiled,
        replaced({ Regex: ' {2,}' }, ' '),
      ),
      pre_tokenizer: metaspace(),
    }),
    ofScores('CamemBERT', {
      added_tokens: [...added(['<s>NOTUSED', '<pad>']), ...added(['<mask>'], { lstrip: true })],
    }),
    ofScores('bge-m3', {
      normalizer: sequence('normalizers', precompiled, replaced({ Regex: ' {2,}' }, '▁')),
      pre_tokenizer: metaspace(),
    }),
    ofBytes('BART', { added_tokens: SEPARATED, post_processor: roberta({ add_prefix_space: false }) }),
    ofMarkedPieces('Llama 2', { normalizer: sequence('normalizers', { type: 'Prepend', prepend: '▁' }, marksSpaces) }),
    ofMarkedPieces('Llama 2, saved anew', {
      normalizer: null,
      pre_tokenizer: metaspace({ prepend_scheme: 'first', split: false }),
    }),
    ofMarkedPieces('Gemma', {
      normalizer: marksSpaces,
      pre_tokenizer: { type: 'Split', pattern: { String: ' ' }, behavior: 'MergedWithPrevious', invert: false },
    }),
    ofMarkedPieces(
      'Mistral',
      { normalizer: sequence('normalizers', { type: 'Prepend', prepend: '▁' }, marksSpaces) },
      { byte_fallback: false },
    ),
    ofBytes('Llama 3', {
      pre_tokenizer: sequence('pretokenizers', split(GPT4_WORDS), notByRegex),
      added_tokens: added(['<|begin_of_text|>', '<|eot_id|>']),
      post_processor: (idOf: IdOf) =>
        sequence('processors', byteLevel({ trim_offsets: false }), template(['<|begin_of_text|>'], [])(idOf)),
      model: { ignore_merges: true },
    }),
    ofBytes('Qwen 2.5', {
      normalizer: { type: 'NFC' },
      pre_tokenizer: sequence('pretokenizers', split(QWEN_WORDS), notByRegex),
      added_tokens: added(chat),
    }),
    ofBytes('Qwen 3', {
      normalizer: { type: 'NFC' },
      pre_tokenizer: sequence('pretokenizers', split(QWEN_WORDS), notByRegex),
      added_tokens: [...added(chat), ...added(['<think>', '</think>'], { special: false })],
    }),
    ofBytes('Phi 2', { added_tokens: added(spaces, { normalized: true, special: false }) }),
    ofBytes('Phi 4', {
      pre_tokenizer: sequence('pretokenizers', split(GPT4_WORDS, 'Removed', true), notByRegex),
      added_tokens: added(['<|im_start|>', '<|end|>'], { rstrip: true, lstrip: true }),
    }),
    ofBytes('SmolLM2', { pre_tokenizer: sequence('pretokenizers', digits, byteLevel()), added_tokens: added(chat) }),
    ofBytes('StarCoder', {
      pre_tokenizer: sequence('pretokenizers', digits, byteLevel()),
      added_tokens: added(['<fim_prefix>', '<fim_middle>']),
    }),
    ofBytes('ModernBERT', {
      normalizer: { type: 'NFC' },
      added_tokens: [
        ...added(['[CLS]', '[SEP]']),
        ...added(['[MASK]'], { lstrip: true }),
        ...added(spaces, { normalized: true, special: false }),
      ],
      post_processor: template(['[CLS]'], ['[SEP]']),
    }),
    ofBytes('GPT-NeoX', {
      normalizer: { type: 'NFC' },
      added_tokens: added(spaces, { normalized: true, special: false }),
    }),
    ofBytes('BLOOM', {
      pre_tokenizer: sequence('pretokenizers', split(BLOOM_WORDS), byteLevel({ use_regex: false })),
      added_tokens: added(['<unk>', '<s>']),
    }),
    ofBytes('Falcon', {
      pre_tokenizer: sequence(
        'pretokenizers',
        { type: 'Punctuation', behavior: 'Contiguous' },
        byteLevel({ trim_offsets: true }),
        { type: 'Digits', individual_digits: false },
        split('[0-9][0-9][0-9]'),
      ),
      added_tokens: added(['>>TITLE<<', '<|endoftext|>']),
    }),
    ofBytes('Whisper', {
      added_tokens: [...added(['<|startoftranscript|>', '<|en|>']), ...added(['<|0.00|>'], { special: false })],
    }),
    ofBytes('CLIP', {
      normalizer: sequence('normalizers', { type: 'NFC' }, replaced({ Regex: '\\s+' }, ' '), { type: 'Lowercase' }),
      pre_tokenizer: sequence('pretokenizers', split(CLIP_WORDS, 'Removed', true), byteLevel()),
      added_tokens: added(['<|startoftext|>', '<|endoftext|>']),
      post_processor: (idOf: IdOf) => ({
        ...{ type: 'RobertaProcessing', trim_offsets: false, add_prefix_space: false },
        sep: ['<|endoftext|>', idOf('<|endoftext|>')],
        cls: ['<|startoftext|>', idOf('<|startoftext|>')],
      }),
      model: { unk_token: '<|endoftext|>', end_of_word_suffix: '</w>' },
    }),
    ofBytes('whole words among added tokens', {
      added_tokens: added(['prompt', 'model'], { single_word: true, special: false, normalized: true }),
    }),
    {
      name: 'WordLevel',
      definition: {
        ...{
          version: '1.0',
          truncation: null,
          padding: null,
          normalizer: null,
          post_processor: null,
          decoder: null,
          added_tokens: [],
        },
        pre_tokenizer: { type: 'Whitespace' },
        model: {
          type: 'WordLevel',
          unk_token: '[UNK]',
          vocab: { '[UNK]': 0, the: 1, ',': 2, '.': 3, Summarize: 4, a: 5 },
        },
      },
    },
  ];
}
