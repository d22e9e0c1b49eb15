import {
  stepsOf,
  type AddedToken,
  type ModelDefinition,
  type TokenizerDefinition,
  type TokenizerStep,
} from './files/tokenizerDefinition';

/** The kinds of tokenizers that are encoded without the native part, faster than by it. */
export type FastPath = 'byte-level BPE' | 'WordPiece' | 'Unigram';

/** A condition that a file must meet, with what to say when it does not. */
type Condition = readonly [isMet: boolean, otherwise: string];

/**
 * Which of our encoders gives the same tokens as the reference for a file, or why none does. A file is covered only if each of
 * its steps is one whose options these encoders were written and tested for.
 */
export function fastPathOf(definition: TokenizerDefinition): { readonly path: FastPath } | { readonly reason: string } {
  const { type } = definition.model;
  if (type === 'WordLevel') return { reason: 'its model is WordLevel' };
  const path: FastPath = type === 'BPE' ? 'byte-level BPE' : type;
  const conditions = [...CONDITIONS[path](definition), ...conditionsOnAll(definition)];
  const broken = conditions.find(([isMet]) => !isMet);
  return broken ? { reason: broken[1] } : { path };
}

const CONDITIONS: Readonly<Record<FastPath, (definition: TokenizerDefinition) => readonly Condition[]>> = {
  'byte-level BPE': ({ model, normalizer, pre_tokenizer, decoder }) => {
    const splitters = stepsOf(pre_tokenizer);
    const last = splitters.at(-1);
    const isDigits = ({ type, individual_digits }: TokenizerStep) => type === 'Digits' && individual_digits === true;
    return [
      [stepsOf(decoder).some(({ type }) => type === 'ByteLevel'), 'its pieces are not bytes'],
      [normalizer === null, 'it normalizes text'],
      [last?.type === 'ByteLevel' && splitters.slice(0, -1).every(isDigits), 'it splits text otherwise than GPT-2'],
      [last?.['use_regex'] !== false, 'it splits text otherwise than GPT-2'],
      [last?.['add_prefix_space'] === false, 'it puts a space before a text'],
      [
        isUnset(model, 'dropout', 'unk_token', 'continuing_subword_prefix', 'end_of_word_suffix'),
        'it spells words otherwise',
      ],
      [isUnset(model, 'byte_fallback', 'ignore_merges', 'fuse_unk'), 'it merges pieces otherwise'],
    ];
  },
  WordPiece: ({ model, normalizer, pre_tokenizer }) => {
    const options: Partial<TokenizerStep> = normalizer ?? {};
    const { clean_text, handle_chinese_chars, lowercase = true, strip_accents } = options;
    return [
      [
        normalizer?.type === 'BertNormalizer' && pre_tokenizer?.type === 'BertPreTokenizer',
        'it has other steps than BERT',
      ],
      [clean_text !== false && handle_chinese_chars !== false, 'it keeps characters that BERT removes'],
      [(strip_accents ?? lowercase) === lowercase, 'it treats accents otherwise than letters'],
      [typeof model['unk_token'] === 'string' && model['unk_token'] in model.vocab, 'it has no unknown token'],
    ];
  },
  Unigram: ({ model, normalizer, pre_tokenizer, added_tokens }) => {
    const splitters = stepsOf(pre_tokenizer);
    const last = splitters.at(-1);
    return [
      [normalizer === null || normalizer.type === 'Precompiled', 'it normalizes text by more than a character map'],
      [
        last?.type === 'Metaspace' &&
          (last['prepend_scheme'] ?? 'always') === 'always' &&
          last['add_prefix_space'] !== false &&
          (last['replacement'] ?? '▁') === '▁' &&
          last['split'] !== false,
        'it marks spaces otherwise than T5',
      ],
      [
        splitters.length === 1 || (splitters.length === 2 && splitters[0]!.type === 'WhitespaceSplit'),
        'it splits text otherwise than T5',
      ],
      [isAdded(model, added_tokens, model['unk_id']), 'its unknown token is not among its added tokens'],
      [isUnset(model, 'byte_fallback'), 'it spells unknown text in bytes'],
    ];
  },
};

/** Steps that transformers.js knows, which decodes and adds special tokens for our encoders. */
const POST_PROCESSORS = ['ByteLevel', 'RobertaProcessing', 'BertProcessing', 'TemplateProcessing'];
const DECODERS = ['ByteLevel', 'WordPiece', 'Metaspace', 'Replace', 'Fuse', 'Strip', 'ByteFallback'];

function conditionsOnAll(definition: TokenizerDefinition): readonly Condition[] {
  const { added_tokens, normalizer, post_processor, decoder } = definition;
  const trims = stepsOf(post_processor).some(
    ({ type, trim_offsets }) => ['ByteLevel', 'RobertaProcessing'].includes(type) && trim_offsets !== false,
  );
  const [normalized, asWritten] = [true, false].map((is) => added_tokens.filter((token) => token.normalized === is));
  const areKnown = (step: TokenizerStep | null, types: readonly string[]) =>
    stepsOf(step).every(({ type }) => types.includes(type));
  return [
    [areKnown(post_processor, POST_PROCESSORS), 'it adds special tokens in an unknown way'],
    [areKnown(decoder, DECODERS), 'it decodes tokens in an unknown way'],
    [added_tokens.every(({ content }) => content !== ''), 'it has an added token without text'],
    [!added_tokens.some(({ single_word }) => single_word), 'it has an added token that is found as a whole word only'],
    [
      !added_tokens.some(({ lstrip }) => lstrip) ||
        !added_tokens.some(({ content }) => /\p{White_Space}/u.test(content)),
      'some of its added tokens take white space along that others hold',
    ],
    [!added_tokens.some(({ rstrip }) => rstrip), 'it has an added token that takes white space behind it along'],
    [normalizer === null || normalized!.length === 0, 'it has added tokens that are found in the normalized text'],
    [
      !normalized!.some((token) => asWritten!.some((other) => overlaps(token, other))),
      'two of its added tokens overlap',
    ],
    [!trims, 'its tokens are shown without the spaces that belong to them'],
  ];
}

/** Whether some text could hold both tokens overlapping, so that it matters which is looked for first. */
function overlaps({ content: a }: AddedToken, { content: b }: AddedToken): boolean {
  if (a.includes(b) || b.includes(a)) return true;
  const isChained = (left: string, right: string) =>
    Array.from(left, (_, at) => left.slice(at)).some((end) => end !== '' && right.startsWith(end));
  return isChained(a, b) || isChained(b, a);
}

/** Whether a piece of Unigram is found as an added token where it is spelled out. */
function isAdded({ vocab }: ModelDefinition, added: readonly AddedToken[], id: unknown): boolean {
  const [piece] = (vocab as readonly (readonly [string, number])[])[id as number] ?? [];
  return added.some(({ content }) => content === piece);
}

/** Whether the options are missing, null, empty or false. */
function isUnset(options: Readonly<Record<string, unknown>>, ...names: readonly string[]): boolean {
  return names.every((name) => !options[name]);
}
