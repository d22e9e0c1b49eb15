import { readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { glob } from 'tinyglobby';
import { errorText } from '../core/errorText';
import { UsageError } from './usageError';

/** A text and the name of its file, or - for the standard input. */
export interface PromptFile {
  readonly name: string;
  readonly text: string;
}

/** Reads files, the matches of globs, and - (the standard input). Throws a UsageError for anything but UTF-8 text. */
export async function readPrompts(patterns: readonly string[]): Promise<PromptFile[]> {
  const names: string[] = [];
  for (const pattern of patterns) {
    if (pattern === '-' || isFile(pattern)) names.push(pattern);
    else names.push(...(await filesMatching(pattern)));
  }
  return [...new Set(names)].map(readPrompt);
}

/** Replaces the text of a file, or of the file behind a link; on failure the old text stays. Throws a UsageError. */
export function replaceFile(name: string, text: string): void {
  const temporary = `${name}.${process.pid}.partial`;
  try {
    const file = realpathSync(name);
    writeFileSync(temporary, text, { mode: statSync(file).mode });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new UsageError(`${name} cannot be written: ${errorText(error)}`);
  }
}

function isFile(name: string): boolean {
  const stat = statSync(name, { throwIfNoEntry: false });
  if (stat?.isDirectory())
    throw new UsageError(`${name} is a folder. Name the files in it, such as '${name}/**/*.md'.`);
  return stat !== undefined;
}

async function filesMatching(pattern: string): Promise<string[]> {
  if (!/[*?[{]/.test(pattern)) throw new UsageError(`The file ${pattern} does not exist. Check its path.`);
  const names = await glob([pattern], {
    dot: true,
    ignore: ['**/node_modules/**', '**/.git/**'],
    expandDirectories: false,
  });
  if (names.length === 0) throw new UsageError(`No file matches ${pattern}. Check the glob.`);
  return names.toSorted();
}

function readPrompt(name: string): PromptFile {
  let bytes: Buffer;
  try {
    bytes = readFileSync(name === '-' ? 0 : name);
  } catch (error) {
    throw new UsageError(`${name} cannot be read: ${errorText(error)}`);
  }
  if (bytes.includes(0)) throw new UsageError(`${name} is a binary file. Name text files only.`);
  try {
    return { name, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    throw new UsageError(`${name} is not UTF-8. Save it as UTF-8 first.`);
  }
}
