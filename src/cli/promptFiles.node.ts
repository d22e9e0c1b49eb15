import { readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { glob } from 'tinyglobby';
import { errorText } from '../core/errorText';
import { UsageError } from './usageError';

/** A text, and the name it goes by: that of its file, or - for the standard input. */
export interface PromptFile {
  readonly name: string;
  readonly text: string;
}

/** Reads files, what globs match, and - (the standard input). Throws a UsageError for what cannot be read as text. */
export async function readPrompts(patterns: readonly string[]): Promise<PromptFile[]> {
  const names: string[] = [];
  for (const pattern of patterns) {
    if (pattern === '-' || isFile(pattern)) names.push(pattern);
    else names.push(...(await matches(pattern)));
  }
  return [...new Set(names)].map(read);
}

/** Puts `text` in place of a file's, all of it or none. */
export function replaceFile(name: string, text: string): void {
  const partial = `${name}.${process.pid}.partial`;
  try {
    // Through a link its target is replaced, not the link.
    const file = realpathSync(name);
    writeFileSync(partial, text, { mode: statSync(file).mode });
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial, { force: true });
    throw new UsageError(`${name} cannot be written: ${reasonOf(error)}`);
  }
}

function isFile(name: string): boolean {
  const stat = statSync(name, { throwIfNoEntry: false });
  if (stat?.isDirectory())
    throw new UsageError(`${name} is a folder. Name the files in it, such as '${name}/**/*.md'.`);
  return stat !== undefined;
}

async function matches(pattern: string): Promise<string[]> {
  if (!/[*?[{]/.test(pattern)) throw new UsageError(`${pattern}: there is no such file.`);
  const names = await glob([pattern], {
    dot: true,
    ignore: ['**/node_modules/**', '**/.git/**'],
    expandDirectories: false,
  });
  if (names.length === 0) throw new UsageError(`${pattern}: no file matches.`);
  return names.toSorted();
}

function read(name: string): PromptFile {
  let bytes: Buffer;
  try {
    bytes = readFileSync(name === '-' ? 0 : name);
  } catch (error) {
    throw new UsageError(`${name} cannot be read: ${reasonOf(error)}`);
  }
  if (bytes.includes(0)) throw new UsageError(`${name} is a binary file, not a text.`);
  try {
    return { name, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    throw new UsageError(`${name} is not UTF-8. Save it as UTF-8 first.`);
  }
}

function reasonOf(error: unknown): string {
  return errorText(error);
}
