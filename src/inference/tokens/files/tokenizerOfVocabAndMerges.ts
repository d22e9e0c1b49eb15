import { QWEN_WORDS } from '../knownWordPatterns';
import { refuseOtherClass } from './refuseOtherTokenizerClass';
import type { FilesBeside } from './filesBesideVocabulary.node';
import { addedToken, type SpecialTokens, type TokenizerDefinition, type TokenizerStep } from './tokenizerDefinition';

/** How a family of models splits text and what it puts around it, beside its vocab.json and merges.txt. */
interface Family {
  readonly normalizer: TokenizerStep | null;
  readonly splitter: TokenizerStep;
  readonly isRoberta: boolean;
  /** What the family calls the tokens with a role, unless files say otherwise. */
  readonly roles: SpecialTokens;
  /** The tokenizer_class that tokenizer_config.json may name, without “Fast”. */
  readonly classes: readonly string[];
}

const GPT2: Family = {
  normalizer: null,
  splitter: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
  isRoberta: false,
  roles: { bos_token: '<|endoftext|>', eos_token: '<|endoftext|>' },
  classes: ['GPT2Tokenizer', 'CodeGenTokenizer'],
};
const ROBERTA: Family = {
  ...GPT2,
  isRoberta: true,
  roles: {
    ...{ bos_token: '<s>', eos_token: '</s>', unk_token: '<unk>', mask_token: '<mask>', pad_token: '<pad>' },
    ...{ cls_token: '<s>', sep_token: '</s>' },
  },
  classes: ['RobertaTokenizer', 'BartTokenizer', 'LongformerTokenizer', 'LEDTokenizer'],
};
/** https://github.com/huggingface/transformers/blob/main/src/transformers/models/qwen2/tokenization_qwen2.py */
const QWEN2: Family = {
  normalizer: { type: 'NFC' },
  splitter: {
    type: 'Sequence',
    pretokenizers: [
      {
        type: 'Split',
        pattern: { Regex: QWEN_WORDS },
        behavior: 'Isolated',
        invert: false,
      },
      { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false },
    ],
  },
  isRoberta: false,
  roles: { eos_token: '<|endoftext|>' },
  classes: ['Qwen2Tokenizer'],
};

/** By the model_type of config.json. Other families with these two files split text in ways of their own. */
const FAMILIES: Readonly<Record<string, Family>> = {
  gpt2: GPT2,
  gpt_neo: GPT2,
  gptj: GPT2,
  codegen: GPT2,
  roberta: ROBERTA,
  bart: ROBERTA,
  longformer: ROBERTA,
  led: ROBERTA,
  'roberta-prelayernorm': ROBERTA,
  qwen2: QWEN2,
  qwen3: QWEN2,
};

const NO_ID = -1;

/** Ids by piece in a vocab.json. Throws when it is none. */
export function idsIn(text: string): Record<string, number> {
  const vocab: unknown = JSON.parse(text);
  if (typeof vocab !== 'object' || vocab === null || !Object.values(vocab).every(Number.isSafeInteger))
    throw new TypeError('There are no ids.');
  return vocab as Record<string, number>;
}

/** The tokenizer of vocab.json and merges.txt: byte-level BPE, as transformers makes it for the family that config.json names. */
export function byteLevelTokenizer(
  vocab: Readonly<Record<string, number>>,
  mergesText: string,
  { modelConfig, tokenizerConfig, special, added }: FilesBeside,
): TokenizerDefinition {
  const name = String(modelConfig['model_type']);
  const family = FAMILIES[name];
  if (!family)
    throw new Error(
      `vocab.json and merges.txt do not say how a model of type ${name} splits text. Get its tokenizer.json from where the model ` +
        'is from, and put it beside.',
    );
  const merges = mergesText.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#version'));
  refuseOtherClass('vocab.json', tokenizerConfig, family.classes);
  const addsSpace = tokenizerConfig['add_prefix_space'] === true;
  const roles = { ...family.roles, ...special };
  const named = [...new Set(Object.values(roles))].filter(
    (content) => !added.some((token) => token.content === content),
  );
  const tokens = [...named.map((content) => addedToken(vocab[content] ?? NO_ID, content)), ...added]
    .map((token) => ({ ...token, id: vocab[token.content] ?? token.id }))
    .filter(({ id }) => id !== NO_ID);
  const [cls, sep] = [roles.cls_token!, roles.sep_token!];
  return {
    added_tokens: tokens.map((token) => ({
      ...token,
      // RoBERTa's mask takes the space before it along.
      lstrip: token.lstrip || (family.isRoberta && token.content === roles.mask_token),
    })),
    normalizer: family.normalizer,
    pre_tokenizer: addsSpace ? { ...family.splitter, add_prefix_space: true } : family.splitter,
    post_processor: family.isRoberta
      ? {
          type: 'RobertaProcessing',
          sep: [sep, vocab[sep]],
          cls: [cls, vocab[cls]],
          trim_offsets: true,
          add_prefix_space: addsSpace,
        }
      : { type: 'ByteLevel', add_prefix_space: addsSpace, trim_offsets: false, use_regex: true },
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
      fuse_unk: false,
      byte_fallback: false,
      vocab,
      merges,
    },
  };
}
