import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { specialTokensIn } from './specialTokenNames';
import { addedToken, type AddedToken, type SpecialTokens } from './tokenizerDefinition';

/** Small JSON files beside a vocabulary. Each may be missing. */
export interface FilesBeside {
  readonly tokenizerConfig: Record<string, unknown>;
  readonly modelConfig: Record<string, unknown>;
  /** Contents of the tokens that are no text, with their roles. */
  readonly special: SpecialTokens;
  /** The tokens of added_tokens.json, and of tokenizer_config.json, which has the last word. */
  readonly added: readonly AddedToken[];
}

/** Reads the small files of a model folder. */
export async function filesBeside(folder: string): Promise<FilesBeside> {
  const [tokenizerConfig, specialMap, added, modelConfig] = await Promise.all(
    ['tokenizer_config.json', 'special_tokens_map.json', 'added_tokens.json', 'config.json'].map(async (name) => {
      const text = await textOf(folder, name);
      return text === undefined ? {} : parsed(folder, name, () => objectIn(text));
    }),
  );
  return {
    tokenizerConfig: tokenizerConfig!,
    modelConfig: modelConfig!,
    special: specialTokensIn([tokenizerConfig!, specialMap!]),
    added: addedTokensIn(added!, tokenizerConfig!['added_tokens_decoder']),
  };
}

/** @param decoder the tokens by id, with their flags */
function addedTokensIn(idsByContent: Record<string, unknown>, decoder: unknown): AddedToken[] {
  const tokens = new Map<string, AddedToken>();
  for (const [content, id] of Object.entries(idsByContent))
    if (Number.isSafeInteger(id)) tokens.set(content, addedToken(id as number, content));
  for (const [id, token] of Object.entries((decoder ?? {}) as Record<string, Partial<AddedToken> | null>))
    if (/^\d+$/.test(id) && typeof token?.content === 'string' && token.content !== '')
      tokens.set(token.content, { ...addedToken(Number(id), token.content), ...flagsOf(token) });
  return [...tokens.values()];
}

function flagsOf(token: Partial<AddedToken>): Partial<AddedToken> {
  const flags = (['special', 'normalized', 'lstrip', 'rstrip', 'single_word'] as const).map((name) => [
    name,
    token[name],
  ]);
  return Object.fromEntries(flags.filter(([, value]) => typeof value === 'boolean')) as Partial<AddedToken>;
}

/** The text of a file; undefined when it is not there. */
export async function textOf(folder: string, name: string): Promise<string | undefined> {
  return (await bytesOf(folder, name))?.toString('utf8');
}

/** The bytes of a file; undefined when it is not there. */
export async function bytesOf(folder: string, name: string): Promise<Buffer | undefined> {
  const file = path.join(folder, name);
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new Error(`${file} cannot be read (${error.code ?? 'unknown'}). Check the file and its permissions.`, {
      cause: error,
    });
  });
  if (bytes?.subarray(0, LFS_POINTER.length).equals(LFS_POINTER))
    throw new Error(
      `${file} is a pointer of Git LFS, not the file itself. Run “git lfs pull” in its folder, or download the file.`,
    );
  return bytes;
}

const LFS_POINTER = Buffer.from('version https://git-lfs');

function objectIn(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new TypeError('There is no object.');
  return value as Record<string, unknown>;
}

/** What `parse` gives, or an error that names the file. */
export function parsed<T>(folder: string, name: string, parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    throw damagedTokenizer(folder, name, cause);
  }
}

/** What is wrong in detail is in the cause: it means something to programmers only. */
export function damagedTokenizer(folder: string, name: string, cause: unknown): Error {
  return new Error(
    `The tokenizer of ${folder} cannot be read: ${name} is damaged. Get it again, or choose another model.`,
    { cause },
  );
}
