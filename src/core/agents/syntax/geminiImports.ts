import type { Span } from '../../text/span';
import { folderOf, isWithin, resolvePath } from '../files/paths';
import type { FileContent, ReadableFiles } from '../files/readableFiles';
import type { SentPart } from '../reading';
import { outsideOf } from './outsideOf';

/** Imports of a file are read five levels deep; in the sixth, they stay text. */
const MOST_LEVELS = 5;
/** More are not followed here: a few small files can import each other millions of times. */
const MOST_IMPORTS = 1_000;

/** A text with its imports, and the files that they lead to. */
export interface WithImports {
  readonly parts: readonly SentPart[];
  readonly imported: readonly FileContent[];
  /** Imports that fail, by the path as it is written. */
  readonly failed: readonly FailedImport[];
  /** Whether there are more imports than are followed here. */
  readonly hasMore: boolean;
}

export interface FailedImport {
  readonly written: string;
  /** The file that imports. */
  readonly by: string;
  /** The absolute path, where it lies outside of `root`. */
  readonly outside?: string | undefined;
}

interface FoundImport {
  /** Offset of the “@”. */
  readonly start: number;
  readonly end: number;
  readonly path: string;
}

/**
 * The text of a file with its imports in their places, as Gemini CLI puts them there.
 * Source: https://github.com/google-gemini/gemini-cli/blob/5411f11/packages/core/src/utils/memoryImportProcessor.ts
 *
 * @param root folder that imports must not leave
 */
export async function withImports(readable: ReadableFiles, file: FileContent, root: string): Promise<WithImports> {
  const imported: FileContent[] = [];
  const failed: FailedImport[] = [];
  let followed = 0;
  const partsOf = async (of: FileContent, depth: number, chain: readonly string[]): Promise<SentPart[]> => {
    const text = of.text ?? '';
    if (depth === MOST_LEVELS) return [{ text, path: of.path }];
    const parts: SentPart[] = [];
    let from = 0;
    for (const { start, end, path: written } of importsIn(text)) {
      if (++followed > MOST_IMPORTS) break;
      parts.push({ text: text.slice(from, start), path: of.path }, ...(await replacement(written)));
      from = end;
    }
    return [...parts, { text: text.slice(from), path: of.path }];

    async function replacement(written: string): Promise<SentPart[]> {
      const path = resolvePath(folderOf(of.path), written);
      if (chain.includes(path)) return [{ text: `<!-- File already processed: ${written} -->` }];
      const target = isWithin(root, path) ? await readable.imported(path, of.path, root) : undefined;
      if (target?.text === undefined) {
        const outside = isWithin(root, path) ? target?.realPath : path;
        failed.push({ written, by: of.path, outside });
        const reason = outside === undefined ? 'no such file' : 'Path traversal attempt';
        return [{ text: `<!-- Import failed: ${written} - ${reason} -->` }];
      }
      imported.push(target);
      return [
        { text: `<!-- Imported from: ${written} -->\n` },
        ...(await partsOf(target, depth + 1, [...chain, path])),
        { text: `\n<!-- End of import from: ${written} -->` },
      ];
    }
  };
  return { parts: await partsOf(file, 0, []), imported, failed, hasMore: followed > MOST_IMPORTS };
}

/**
 * The files that a file imports, each once, when imports are kept apart from it: their own imports after each, and the imports of a file in
 * reverse order.
 */
export async function flatImports(readable: ReadableFiles, file: FileContent, root: string): Promise<FileContent[]> {
  const found = new Map<string, FileContent>();
  const visit = async (of: FileContent): Promise<void> => {
    for (const { path: written } of importsIn(of.text ?? '').reverse()) {
      const path = resolvePath(folderOf(of.path), written);
      const target =
        isWithin(root, path) && !found.has(path) ? await readable.imported(path, of.path, root) : undefined;
      if (target?.text === undefined) continue;
      found.set(path, target);
      await visit(target);
    }
  };
  await visit(file);
  return [...found.values()];
}

/** “@path” behind white space, unless it begins in code between as many backticks. */
export function importsIn(text: string): FoundImport[] {
  const found = Array.from(
    text.matchAll(/(?<=^|[ \t\r\n])@([./A-Za-z][^ \t\r\n]*)/g),
    ({ index, 0: whole, 1: path }) => ({
      index,
      start: index,
      end: index + whole.length,
      path: path!,
    }),
  );
  return outsideOf(found, codeIn(text));
}

/**
 * What stands between as many backticks, as the expression /(`+)[^]*?\1/ finds it: a run without a partner is shortened until it
 * has one.
 */
function codeIn(text: string): Span[] {
  const spans: Span[] = [];
  /** Runs of at least so many backticks have no partner any more. */
  let alone = Infinity;
  for (let at = text.indexOf('`'); at >= 0;) {
    let length = 1;
    while (text[at + length] === '`') length++;
    let end = -1;
    for (let count = Math.min(length, alone - 1); count > 0 && end < 0; count--) {
      const partner = text.indexOf('`'.repeat(count), at + count);
      if (partner < 0) alone = count;
      else end = partner + count;
    }
    if (end < 0) break;
    spans.push({ start: at, end });
    at = text.indexOf('`', end);
  }
  return spans;
}
