import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { filesBeside, parsed, textOf, type FilesBeside } from './filesBesideVocabulary.node';
import { parseTokenizerDefinition, type SpecialTokens, type TokenizerDefinition } from './tokenizerDefinition';
import { bertTokenizer } from './tokenizerOfVocabTxt';
import { byteLevelTokenizer } from './tokenizerOfVocabAndMerges';

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
    return { definition, text, special: beside.special, config: beside.tokenizerConfig };
  }
  for (const name of SENTENCE_PIECE_FILES) {
    const file = path.join(folder, name);
    const sentencePiece = await readFile(file).catch(() => undefined);
    if (sentencePiece) return { sentencePiece, file, beside };
  }
  const [vocabulary, merges, words] = await Promise.all(
    ['vocab.json', 'merges.txt', 'vocab.txt'].map((name) => textOf(folder, name)),
  );
  if (vocabulary !== undefined && merges !== undefined)
    return written(
      parsed(folder, 'vocab.json', () => byteLevelTokenizer(vocabulary, merges, beside)),
      beside,
    );
  if (words !== undefined) return written(bertTokenizer(words, beside), beside);
  throw new Error(
    `${folder} has no tokenizer: none of tokenizer.json, tokenizer.model, vocab.txt, or vocab.json with merges.txt is there. ` +
      'Get tokenizer.json from where the model is from, and put it there.',
  );
}

function written(definition: TokenizerDefinition, { special, tokenizerConfig }: FilesBeside): JsonTokenizer {
  const text = JSON.stringify({ version: '1.0', truncation: null, padding: null, ...definition });
  return { definition, text, special, config: tokenizerConfig };
}
