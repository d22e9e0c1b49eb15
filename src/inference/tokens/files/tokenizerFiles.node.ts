import path from 'node:path';
import { bytesOf, filesBeside, parsed, textOf, type FilesBeside } from './filesBesideVocabulary.node';
import {
  addedToken,
  parseTokenizerDefinition,
  piecesOf,
  type SpecialTokens,
  type TokenizerDefinition,
} from './tokenizerDefinition';
import { bertTokenizer } from './tokenizerOfVocabTxt';
import { byteLevelTokenizer, idsIn } from './tokenizerOfVocabAndMerges';

/** A tokenizer.json, or what would be in it. */
export interface JsonTokenizer {
  readonly definition: TokenizerDefinition;
  /** The definition as JSON: the file itself, whose numbers the reference reads in its own way. */
  readonly text: string;
  /** Tokens with a role of their own. */
  readonly special: SpecialTokens;
  /** The tokenizer_config.json; empty without one. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** SentencePiece's own file, which is not JSON. */
export interface SentencePieceFile {
  readonly sentencePiece: Uint8Array;
  /** Path of the file. */
  readonly file: string;
  readonly beside: FilesBeside;
}

const SENTENCE_PIECE_FILES = ['tokenizer.model', 'spiece.model'];

/**
 * Reads the tokenizer of a model folder: tokenizer.json, or what older folders have in its place. Throws a sentence that says
 * what is missing and where to get it.
 */
export async function readTokenizerFiles(folder: string): Promise<JsonTokenizer | SentencePieceFile> {
  const beside = await filesBeside(folder);
  const text = await textOf(folder, 'tokenizer.json');
  if (text !== undefined) {
    const definition = parsed(folder, 'tokenizer.json', () => parseTokenizerDefinition(text));
    const complete = withTokensBeside(definition, beside);
    if (complete !== definition) return written(complete, beside);
    return { definition, text, special: beside.special, config: beside.tokenizerConfig };
  }
  for (const name of SENTENCE_PIECE_FILES) {
    const sentencePiece = await bytesOf(folder, name);
    if (sentencePiece) return { sentencePiece, file: path.join(folder, name), beside };
  }
  const [vocabulary, merges, words] = await Promise.all(
    ['vocab.json', 'merges.txt', 'vocab.txt'].map((name) => textOf(folder, name)),
  );
  if (vocabulary !== undefined && merges !== undefined)
    return written(
      byteLevelTokenizer(
        parsed(folder, 'vocab.json', () => idsIn(vocabulary)),
        merges,
        beside,
      ),
      beside,
    );
  if (words !== undefined) return written(bertTokenizer(words, beside), beside);
  throw new Error(
    `${folder} has no tokenizer: none of tokenizer.json, tokenizer.model, vocab.txt, or vocab.json with merges.txt is there. ` +
      'Get tokenizer.json from where the model is from, and put it there.',
  );
}

const NO_ID = -1;

/**
 * Adds the tokens of a tokenizer that only the files beside name: those with a role, and those of added_tokens.json, as
 * transformers does.
 */
function withTokensBeside(definition: TokenizerDefinition, { special, added }: FilesBeside): TokenizerDefinition {
  const known = new Set(definition.added_tokens.map(({ content }) => content));
  const roles = new Set(Object.values(special).filter((content) => !added.some((token) => token.content === content)));
  const missing = [...added, ...Array.from(roles, (content) => addedToken(NO_ID, content))].filter(
    ({ content }) => !known.has(content),
  );
  if (missing.length === 0) return definition;
  const ids = new Map<string, number>();
  piecesOf(definition).forEach((piece, id) => ids.set(piece, id));
  const tokens = missing
    .map((token) => ({ ...token, id: ids.get(token.content) ?? token.id }))
    .filter(({ id }) => id !== NO_ID);
  if (tokens.length === 0) return definition;
  return { ...definition, added_tokens: [...definition.added_tokens, ...tokens].sort((a, b) => a.id - b.id) };
}

function written(definition: TokenizerDefinition, { special, tokenizerConfig }: FilesBeside): JsonTokenizer {
  const text = JSON.stringify({ version: '1.0', truncation: null, padding: null, ...definition });
  return { definition, text, special, config: tokenizerConfig };
}
