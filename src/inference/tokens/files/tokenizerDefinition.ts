import * as v from 'valibot';
import { characterMapIn } from '../characterTrie';

/** A normalizer, pre-tokenizer, post-processor or decoder of tokenizer.json. */
export interface TokenizerStep {
  readonly type: string;
  readonly [option: string]: unknown;
}

/** A token that is found in the text before it is split into words. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  /** Whether it is no text, such as the end of a turn. */
  readonly special: boolean;
  /** Whether it is found in the normalized text only. */
  readonly normalized: boolean;
  /** Whether it takes the white space before it along. */
  readonly lstrip: boolean;
  /** Whether it takes the white space behind it along. */
  readonly rstrip: boolean;
  /** Whether it is found between word boundaries only. */
  readonly single_word: boolean;
}

export type ModelType = 'BPE' | 'WordPiece' | 'Unigram' | 'WordLevel';

/** The `model` of tokenizer.json: the vocabulary and what splits a word into its pieces. */
export interface ModelDefinition {
  readonly type: ModelType;
  /** Ids by piece; for Unigram, pieces with their scores, in the order of their ids. */
  readonly vocab: Readonly<Record<string, number>> | readonly (readonly [string, number])[];
  readonly [option: string]: unknown;
}

/** A tokenizer.json (https://huggingface.co/docs/tokenizers), of which the original ones of GPT-2 and BERT name no type. */
export interface TokenizerDefinition {
  readonly normalizer: TokenizerStep | null;
  readonly pre_tokenizer: TokenizerStep | null;
  readonly post_processor: TokenizerStep | null;
  readonly decoder: TokenizerStep | null;
  readonly added_tokens: readonly AddedToken[];
  readonly model: ModelDefinition;
}

/** Tokens with a role of their own, as tokenizer_config.json or special_tokens_map.json names them. */
export interface SpecialTokens {
  readonly bos_token?: string;
  readonly eos_token?: string;
  readonly unk_token?: string;
  readonly mask_token?: string;
  readonly pad_token?: string;
  readonly cls_token?: string;
  readonly sep_token?: string;
}

const optional = (schema: v.GenericSchema) => v.nullish(schema);
const step: v.GenericSchema = v.looseObject({
  type: v.string(),
  ...Object.fromEntries(
    ['normalizers', 'pretokenizers', 'processors', 'decoders'].map((name) => [
      name,
      v.optional(v.array(v.lazy(() => step))),
    ]),
  ),
});
const id = v.pipe(v.number(), v.integer(), v.minValue(0));
const addedTokenSchema = v.looseObject({
  id,
  content: v.string(),
  ...Object.fromEntries(
    ['special', 'normalized', 'lstrip', 'rstrip', 'single_word'].map((name) => [name, v.optional(v.boolean(), false)]),
  ),
});
const schema = v.looseObject({
  normalizer: optional(step),
  pre_tokenizer: optional(step),
  post_processor: optional(step),
  decoder: optional(step),
  added_tokens: v.nullish(v.array(addedTokenSchema)),
  model: v.looseObject({
    type: v.optional(v.picklist(['BPE', 'WordPiece', 'Unigram', 'WordLevel'])),
    merges: v.optional(v.array(v.unknown())),
  }),
});

/** Reads the JSON of a tokenizer.json. Throws when it is none. */
export function parseTokenizerDefinition(text: string): TokenizerDefinition {
  const { model, ...steps } = v.parse(schema, JSON.parse(text)) as unknown as Partial<TokenizerDefinition> & {
    readonly model: Partial<ModelDefinition>;
  };
  for (const { type, precompiled_charsmap } of stepsOf(steps.normalizer ?? null))
    if (type === 'Precompiled') characterMapIn(precompiled_charsmap);
  const type = model.type ?? typeOfOldModel(model);
  if (!isVocabulary(model.vocab, type)) throw new TypeError('tokenizer.json has no vocabulary.');
  return {
    normalizer: steps.normalizer ?? null,
    pre_tokenizer: steps.pre_tokenizer ?? null,
    post_processor: steps.post_processor ?? null,
    decoder: steps.decoder ?? null,
    added_tokens: steps.added_tokens ?? [],
    model: { ...model, type, vocab: model.vocab },
  };
}

/** Whether a value is a vocabulary of the type: pieces with scores for Unigram, else ids by piece. */
function isVocabulary(vocab: unknown, type: ModelType): vocab is ModelDefinition['vocab'] {
  if (typeof vocab !== 'object' || vocab === null || Array.isArray(vocab) !== (type === 'Unigram')) return false;
  if (!Array.isArray(vocab)) return Object.values(vocab).every((each) => Number.isSafeInteger(each) && each >= 0);
  return vocab.every((each) => Array.isArray(each) && typeof each[0] === 'string' && typeof each[1] === 'number');
}

/** The type of a model that does not name it, by what it has, as the reference decides. */
function typeOfOldModel(model: Partial<ModelDefinition>): ModelType {
  if ('merges' in model) return 'BPE';
  if (Array.isArray(model.vocab)) return 'Unigram';
  return 'continuing_subword_prefix' in model || 'max_input_chars_per_word' in model ? 'WordPiece' : 'WordLevel';
}

/** The steps of a step, those within a sequence apart; none for null. */
export function stepsOf(step: TokenizerStep | null): readonly TokenizerStep[] {
  if (!step) return [];
  const inner = step['normalizers'] ?? step['pretokenizers'] ?? step['processors'] ?? step['decoders'];
  return step.type === 'Sequence' && Array.isArray(inner) ? (inner as TokenizerStep[]).flatMap(stepsOf) : [step];
}

/** The pieces of a vocabulary by id; holes where an id is not used. Added tokens included. */
export function piecesOf({ model, added_tokens }: TokenizerDefinition): string[] {
  const pieces: string[] = [];
  if (Array.isArray(model.vocab)) for (const [piece] of model.vocab as [string, number][]) pieces.push(piece);
  else for (const [piece, id] of Object.entries(model.vocab)) pieces[id] = piece;
  for (const { id, content } of added_tokens) pieces[id] = content;
  return pieces;
}

/** A special token that is found wherever it is spelled out. */
export function addedToken(id: number, content: string): AddedToken {
  return { id, content, special: true, normalized: false, lstrip: false, rstrip: false, single_word: false };
}
