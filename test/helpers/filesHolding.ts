import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Paths of all files below a folder, relative to it. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

/** The files that contain a word of ASCII letters, as UTF-8 or UTF-16, in upper or lower case. */
export function filesHolding(folder: string, word: string): string[] {
  const utf16 = [...word].join('\\0');
  const pattern = new RegExp(`${word}|${utf16}`, 'i');
  return filesBelow(folder).filter((file) => pattern.test(readFileSync(path.join(folder, file), 'latin1')));
}
