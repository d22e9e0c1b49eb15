import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { FolderFiles } from '../../src/core/findings/files/folderFiles';

/** A small text of test/fixtures/findings. */
export interface FindingCase {
  /** ⟦ and ⟧ stand around each finding. */
  readonly text: string;
  readonly path?: string;
  /** The other files of the folder; their texts where that matters. */
  readonly files?: readonly string[] | Readonly<Record<string, string>>;
  /** Globs that Git ignores are not read here: the ignored paths themselves. */
  readonly ignored?: readonly string[];
  /** The text after all fixes. */
  readonly fixed?: string;
}

export interface CasesOfRule {
  readonly rule: string;
  readonly found: readonly FindingCase[];
  readonly quiet: readonly FindingCase[];
}

const FOLDER = path.join(__dirname, '..', 'fixtures', 'findings');

/** The texts in which each rule must find something, and those in which it must not. */
export function findingCases(): CasesOfRule[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => ({
      rule: path.basename(name, '.yaml'),
      ...(parse(readFileSync(path.join(FOLDER, name), 'utf8')) as Omit<CasesOfRule, 'rule'>),
    }));
}

/** The folder of a case; undefined where it names no files. */
export function folderOf({ files, ignored = [] }: FindingCase): FolderFiles | undefined {
  if (!files) return undefined;
  const texts: Readonly<Record<string, string>> = Array.isArray(files)
    ? Object.fromEntries((files as readonly string[]).map((name) => [name, '']))
    : (files as Readonly<Record<string, string>>);
  const paths = Object.keys(texts);
  return {
    paths,
    has: (name) => [...paths, ...ignored].some((each) => each === name || each.startsWith(`${name}/`)),
    isIgnored: (name) => ignored.some((each) => name === each || name.startsWith(`${each}/`)),
    read: (name) => texts[name],
  };
}
