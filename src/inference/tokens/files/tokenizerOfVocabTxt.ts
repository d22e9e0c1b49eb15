import { refuseOtherClass } from './refuseOtherTokenizerClass';
import type { FilesBeside } from './filesBesideVocabulary.node';
import { addedToken, type TokenizerDefinition } from './tokenizerDefinition';

/** Families of models whose vocab.txt is BERT's kind. Others with a file of that name split text otherwise (ESM). */
const FAMILIES = ['bert', 'distilbert', 'electra', 'mobilebert', 'mpnet', 'nomic_bert', 'squeezebert'];

const CLASSES = ['Bert', 'DistilBert', 'Electra', 'MobileBert', 'MPNet', 'SqueezeBert'].map(
  (name) => `${name}Tokenizer`,
);

/**
 * The tokenizer of a vocab.txt: WordPiece with BERT's words, as transformers' BertTokenizer makes it. Whether letters are
 * lower-cased says tokenizer_config.json; without it, the vocabulary: one without capital letters cannot be cased.
 */
export function bertTokenizer(
  text: string,
  { tokenizerConfig, modelConfig, special }: FilesBeside,
): TokenizerDefinition {
  const family = modelConfig['model_type'];
  if (typeof family === 'string' && !FAMILIES.includes(family))
    throw new Error(
      `vocab.txt does not say how a model of type ${family} splits text. Get its tokenizer.json from where the model is from, ` +
        'and put it beside.',
    );
  refuseOtherClass('vocab.txt', tokenizerConfig, CLASSES);
  const pieces = text.replace(/\r?\n$/, '').split(/\r?\n/);
  const vocab = Object.fromEntries(pieces.map((piece, id) => [piece, id]));
  const roles = {
    unk_token: '[UNK]',
    cls_token: '[CLS]',
    sep_token: '[SEP]',
    pad_token: '[PAD]',
    mask_token: '[MASK]',
    ...special,
  };
  const { unk_token, cls_token, sep_token } = roles;
  for (const token of [unk_token, cls_token, sep_token])
    if (vocab[token] === undefined)
      throw new Error(
        `vocab.txt has no ${token}. Get the model's tokenizer.json from where it is from, and put it beside.`,
      );
  const names = [...new Set(Object.values(roles))].filter((name) => vocab[name] !== undefined);
  const isCased = pieces.some((piece) => !names.includes(piece) && /^(##)?[A-Z]/.test(piece));
  const template = (name: string) => ({ SpecialToken: { id: name, type_id: 0 } });
  const entry = (name: string) => [name, { id: name, ids: [vocab[name]!], tokens: [name] }] as const;
  return {
    added_tokens: names.map((content) => addedToken(vocab[content]!, content)),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: tokenizerConfig['tokenize_chinese_chars'] ?? true,
      strip_accents: tokenizerConfig['strip_accents'] ?? null,
      lowercase: tokenizerConfig['do_lower_case'] ?? !isCased,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [template(cls_token), { Sequence: { id: 'A', type_id: 0 } }, template(sep_token)],
      pair: [
        template(cls_token),
        { Sequence: { id: 'A', type_id: 0 } },
        template(sep_token),
        { Sequence: { id: 'B', type_id: 1 } },
      ],
      special_tokens: Object.fromEntries([entry(cls_token), entry(sep_token)]),
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token,
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab,
    },
  };
}
