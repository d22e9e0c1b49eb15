import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { specialTokensIn } from './specialTokenNames';
import type { SpecialTokens } from './tokenizerDefinition';

/** Small JSON files beside a vocabulary. Each may be missing. */
export interface FilesBeside {
  readonly tokenizerConfig: Record<string, unknown>;
  readonly modelConfig: Record<string, unknown>;
  /** Contents of the tokens that are no text, with their roles. */
  readonly special: SpecialTokens;
  /** Ids by content, from added_tokens.json. */
  readonly added: Readonly<Record<string, number>>;
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
    added: Object.fromEntries(Object.entries(added!).filter(([, id]) => Number.isSafeInteger(id))) as Record<
      string,
      number
    >,
  };
}

/** The text of a file; undefined when it is not there. */
export async function textOf(folder: string, name: string): Promise<string | undefined> {
  const text = await readFile(path.join(folder, name), 'utf8').catch(() => undefined);
  if (text?.startsWith('version https://git-lfs'))
    throw new Error(
      `${path.join(folder, name)} is a pointer of Git LFS, not the file itself. Run “git lfs pull” in its folder, or ` +
        'download the file.',
    );
  return text;
}

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
