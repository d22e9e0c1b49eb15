import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { errorText } from '../../../core/errorText';
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
      return text === undefined ? {} : (parsed(folder, name, () => JSON.parse(text)) as Record<string, unknown>);
    }),
  );
  return {
    tokenizerConfig: tokenizerConfig!,
    modelConfig: modelConfig!,
    special: specialTokensIn([tokenizerConfig!, specialMap!]),
    added: added as Record<string, number>,
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

/** What `parse` gives, or an error that names the file. */
export function parsed<T>(folder: string, name: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError)
      throw new Error(
        `The tokenizer of ${folder} cannot be read: ${name} is damaged (${errorText(error)}). Get it again, or choose another ` +
          'model.',
        { cause: error },
      );
    throw error;
  }
}
