import { errorText } from '../../core/errorText';
import { damagedTokenizer } from './files/filesBesideVocabulary.node';
import { piecesOf, stepsOf } from './files/tokenizerDefinition';
import { readTokenizerFiles, type JsonTokenizer } from './files/tokenizerFiles.node';
import { fastPathOf } from './fastPath';
import { fastEncoder } from './fastEncoder';
import { firstTextWithOtherTokens } from './compareEncoders';
import { hardTexts } from './hardTexts';
import { encoderOfReference } from './reference/encoderOfReference';
import { loadReference, ReferenceUnavailableError, type ReferenceTokenizer } from './reference/referenceThread.node';
import { refuseHugeVocabulary } from './refuseHugeVocabulary';
import { tokenizerOfSentencePiece } from './sentencePiece/tokenizerOfSentencePiece';
import { tokenizerOf, type TextEncoder } from './tokenizerOfEncoder';
import type { Tokenizer } from './tokenizer';

/**
 * Loads the tokenizer of a model folder. Hugging Face's own `tokenizers` encode, unless the file meets the conditions of one of
 * our faster encoders and both give the same tokens for texts on which tokenizers differ. Throws when the file cannot be read,
 * and when its tokens could only be guessed.
 */
export async function loadTokenizer(folder: string): Promise<Tokenizer> {
  const files = await readTokenizerFiles(folder);
  if ('sentencePiece' in files) return tokenizerOfSentencePiece(files.file, files.sentencePiece, files.beside);
  try {
    return await tokenizerOfJson(folder, files);
  } catch (error) {
    // What is missing in the file fails where it is used.
    throw error instanceof TypeError || error instanceof RangeError ? damaged(folder, error) : error;
  }
}

async function tokenizerOfJson(folder: string, files: JsonTokenizer): Promise<Tokenizer> {
  const { definition, special } = files;
  const pieces = piecesOf(definition);
  refuseHugeVocabulary(pieces);
  const isByteLevel = stepsOf(definition.decoder).some(({ type }) => type === 'ByteLevel');
  const vocabulary = { pieces, added: definition.added_tokens, roles: special, isByteLevel };
  return tokenizerOf(await encoderOf(folder, files), vocabulary);
}

async function encoderOf(folder: string, files: JsonTokenizer): Promise<TextEncoder> {
  const covered = fastPathOf(files.definition);
  const reference = await loadReference(files.text).catch((error: unknown) => {
    if (!(error instanceof ReferenceUnavailableError)) throw damaged(folder, error);
    if ('reason' in covered) throw uncountable(folder, covered.reason, error);
    return undefined;
  });
  if ('reason' in covered) return encoderOfReference(reference!, files.definition);
  const fast = fastEncoder(files, covered.path);
  const difference = reference && differenceBetween(fast, reference, files);
  if (difference === undefined) {
    reference?.release();
    return fast;
  }
  console.warn(
    `The tokens of ${folder} are counted by Hugging Face's tokenizers, since our faster encoder for ${covered.path} differs on ` +
      `${JSON.stringify(difference)}.`,
  );
  return encoderOfReference(reference!, files.definition);
}

/** A text on which the two differ; undefined when there is none. */
function differenceBetween(fast: TextEncoder, reference: ReferenceTokenizer, files: JsonTokenizer): string | undefined {
  const [before, after] = fast.around;
  if (before.join() !== reference.before.join() || after.join() !== reference.after.join())
    return 'the special tokens around a text';
  return firstTextWithOtherTokens(hardTexts(files.definition), fast.encode, reference.encode);
}

function damaged(folder: string, cause: unknown): Error {
  return damagedTokenizer(folder, 'tokenizer.json', cause);
}

function uncountable(folder: string, reason: string, cause: unknown): Error {
  return new Error(
    `The tokens of ${folder} can be counted by Hugging Face's tokenizers only, since ${reason}, and these do not run on this ` +
      `machine (${errorText(cause)}). Choose another model.`,
    { cause },
  );
}
