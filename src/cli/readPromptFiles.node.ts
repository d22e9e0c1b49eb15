import { readFileSync, statSync } from 'node:fs';
import { errorText } from '../core/errorText';
import { UsageError } from './usageError';
import { filesMatching } from './filesOfGlob';

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
    else names.push(...(await filesMatching(pattern, process.platform)));
  }
  return [...new Set(names)].map(readPrompt);
}

function isFile(name: string): boolean {
  const stat = statSync(name, { throwIfNoEntry: false });
  if (stat?.isDirectory())
    throw new UsageError(`${name} is a folder. Name the files in it, such as "${name}/**/*.md".`);
  return stat !== undefined;
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
