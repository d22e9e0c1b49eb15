import type { Agent, Situation } from '../agent';
import type { AgentRule } from '../agentRule';
import { settingsIn, textsOf, valueOf, valuesOf, type LayersOfSettings } from '../files/agentSettings';
import { flatImports, withImports, type FailedImport } from '../syntax/geminiImports';
import { byPath, folderOf, foldersDown, foldersUp, isWithin, nameOf, pathFrom, resolvePath } from '../files/paths';
import { projectRoot } from '../files/projectRoot';
import { ReadableFiles, textIn, type FileContent } from '../files/readableFiles';
import { ReadingInProgress, type Reading, type SentPart } from '../reading';

const CODE = 'https://github.com/google-gemini/gemini-cli/blob/5411f11/packages/core/src';
const DISCOVERY = {
  source: `${CODE}/utils/memoryDiscovery.ts`,
  checked: '2026-11-30',
  certainty: 'source code',
} as const;
const IMPORTS = { ...DISCOVERY, source: `${CODE}/utils/memoryImportProcessor.ts` } as const;

const RULES = {
  user: { ...DISCOVERY, says: 'GEMINI.md in ~/.gemini is read first, into the system prompt.' },
  chain: {
    ...DISCOVERY,
    says:
      'GEMINI.md of the folder that it works in and of those above, up to the one with .git, goes into the first message, in the ' +
      'order of the paths’ letters: a folder whose name sorts before “GEMINI.md”, such as Api, comes before its parent.',
    note:
      'Names in context.fileName are added to GEMINI.md since 0.44; before, and by the documentation, they replace it. ' +
      'Until 0.34, folders below were searched, too.',
  },
  demand: {
    ...DISCOVERY,
    says: 'When a tool reads, lists or writes something in a folder below, GEMINI.md from there up joins the tool’s answer.',
  },
  once: { ...DISCOVERY, says: 'A file that can be reached by several names or links is read once.' },
  empty: { ...DISCOVERY, says: 'An empty file is left out.' },
  imports: {
    ...IMPORTS,
    says:
      '“@path” behind white space is replaced by the file, five levels deep, from the folder of the file that names it. Code between ' +
      'backticks is left alone.',
    note: 'By the documentation, all code is left alone. The source code replaces “@path” between lines of tildes and in indented code.',
  },
  outside: { ...IMPORTS, says: 'Imports must not leave the folder with .git.' },
} satisfies Record<string, AgentRule>;

const DEFAULT_NAME = 'GEMINI.md';

export const gemini: Agent = {
  id: 'gemini',
  name: 'Gemini CLI',
  model: 'gemini',
  rules: RULES,
  watched: ['**/GEMINI.md', '.gemini/settings.json'],
  read,
};

async function read(situation: Situation): Promise<Reading> {
  const { files, folder, opened, user } = situation;
  const root = await projectRoot(files, folder);
  const readable = new ReadableFiles(files, [root], user ? [user.gemini] : []);
  const places = [...(user ? [`${user.gemini}/settings.json`] : []), `${folder}/.gemini/settings.json`];
  const settings = await settingsIn(readable, places, situation.settings);
  const names = namesIn(settings);
  // Keys lie in the user's folder, too, and a project can name any file.
  const namesOfUser = names.filter((name) => /\.(?:md|txt)$/i.test(name));
  const markers = textsOf(valueOf(settings, 'context.memoryBoundaryMarkers')) ?? ['.git'];
  const folders = [folder, ...includedFolders(settings, situation)];
  const reading = new ReadingInProgress();
  reading.warnings.push(...settings.warnings);
  const context = {
    reading,
    readable,
    markers,
    situation,
    isFlat: valueOf(settings, 'context.importFormat') === 'flat',
  };

  if (user)
    for (const name of namesOfUser)
      await load(context, `${user.gemini}/${name}`, 'It is the user’s own, for all projects.', RULES.user);

  const chains = await Promise.all(
    folders.map(async (each) => foldersDown(await boundary(context, each), each).filter((one) => one !== user?.gemini)),
  );
  const found = await firstOfEach(context, chains.flat(), names, namesOfUser);
  const blocks = found.sort((a, b) => byPath(a.path, b.path));
  const start = reading.sent.length;
  for (const { path } of blocks) await load(context, path, whyInChain(folder, path), RULES.chain);
  wrap(reading, start);

  await putOnDemand(context, folders, names, opened);
  await putOthers(context, root, folder, names);
  return reading.done({ root, isOrderKnown: true });
}

interface Context {
  readonly reading: ReadingInProgress;
  readonly readable: ReadableFiles;
  readonly markers: readonly string[];
  readonly situation: Situation;
  /** Imports follow the file instead of standing in their places. */
  readonly isFlat: boolean;
}

/** Names of instructions; those of the setting come first. */
function namesIn(settings: LayersOfSettings): string[] {
  const own = (textsOf(valueOf(settings, 'context.fileName')) ?? [])
    .map((name) => resolvePath('', name.trim()).slice(1))
    .filter(Boolean);
  return [...new Set([...own, DEFAULT_NAME])];
}

function includedFolders(settings: LayersOfSettings, { folder, user }: Situation): string[] {
  const included = valuesOf(settings, 'context.includeDirectories').flatMap((value) => textsOf(value) ?? []);
  return included.flatMap((path) => {
    if (!path.startsWith('~/')) return resolvePath(folder, path);
    return user ? resolvePath(user.home, path.slice(2)) : [];
  });
}

/** The topmost folder whose instructions are read. */
function boundary({ situation, markers }: Context, folder: string): Promise<string> {
  return projectRoot(situation.files, folder, markers.filter(isMarker));
}

function isMarker(marker: string): boolean {
  return !marker.includes('..') && !marker.startsWith('/');
}

/** The files that are there, each once: of several names of the same file, the first from the root down. */
async function firstOfEach(
  { reading, readable, situation }: Context,
  folders: readonly string[],
  names: readonly string[],
  namesOfUser: readonly string[],
): Promise<FileContent[]> {
  const byRealPath = new Map<string, FileContent>();
  const { user } = situation;
  // The user's own comes first.
  for (const file of user ? await readable.allNamed(namesOfUser.map((name) => `${user.gemini}/${name}`)) : [])
    byRealPath.set(file.realPath, file);
  const ofUser = byRealPath.size;
  for (const folder of folders)
    for (const name of names) {
      const file = await readable.named(`${folder}/${name}`);
      if (!file) continue;
      const first = byRealPath.get(file.realPath);
      if (!first) byRealPath.set(file.realPath, file);
      else if (first.path !== file.path)
        reading.put('never', file.path, `It is the same file as ${first.path}, by a link.`, RULES.once);
    }
  return [...byRealPath.values()].slice(ofUser);
}

async function load(context: Context, path: string, why: string, rule: AgentRule): Promise<void> {
  const { reading, readable } = context;
  const file = await readable.named(path);
  if (!file) return;
  if (file.text !== undefined && textIn(file).trim() === '') {
    reading.put('never', path, 'It is empty.', RULES.empty);
    return;
  }
  reading.load({ path, bytes: file.size, why, rule, unread: file.unread });
  if (reading.sent.length > 0) reading.sent.push({ text: '\n\n' });
  reading.sent.push({ text: `--- Context from: ${path} ---\n` }, ...trimmed(await partsOf(context, file)), {
    text: `\n--- End of Context from: ${path} ---`,
  });
}

async function partsOf(context: Context, file: FileContent): Promise<readonly SentPart[]> {
  const { reading, readable } = context;
  const root = await boundary(context, folderOf(file.path));
  const why = `It is imported by ${pathFrom(root, file.path)}.`;
  const add = (each: FileContent) => reading.load({ path: each.path, bytes: each.size, why, rule: RULES.imports });
  if (!context.isFlat) {
    const { parts, imported, failed, hasMore } = await withImports(readable, file, root);
    imported.forEach(add);
    tellOfFailed(reading, file.path, failed);
    if (hasMore)
      reading.warnings.push(
        `${file.path} and the files that it imports have more than 1,000 imports. The others are not shown.`,
      );
    return parts;
  }
  const imported = await flatImports(readable, file, root);
  imported.forEach(add);
  return [file, ...imported].flatMap((each, index) => {
    const name = index === 0 ? folderOf(each.path) : each.path;
    const before = `${index === 0 ? '' : '\n\n'}--- File: ${name} ---\n`;
    return [
      { text: before },
      { text: textIn(each).trim(), path: each.path },
      { text: `\n--- End of File: ${name} ---` },
    ];
  });
}

function tellOfFailed(reading: ReadingInProgress, path: string, failed: readonly FailedImport[]): void {
  for (const { by, outside } of failed)
    if (outside !== undefined)
      reading.put('never', outside, `${by} imports it, but it lies outside of the project.`, RULES.outside);
  const missing = failed.filter(({ outside }) => outside === undefined).map(({ written }) => `@${written}`);
  if (missing.length === 0) return;
  const named = missing.slice(0, 3).join(' ') + (missing.length > 3 ? ` and ${missing.length - 3} more` : '');
  reading.warnings.push(
    `Gemini CLI takes ${named} in ${path} for imports of files that are not there, and puts comments in their place. ` +
      'Put them between backticks.',
  );
}

/** Without white space at both ends. */
function trimmed(parts: readonly SentPart[]): SentPart[] {
  const first = parts.findIndex(({ text }) => text.trim() !== '');
  const last = parts.findLastIndex(({ text }) => text.trim() !== '');
  return parts.slice(Math.max(first, 0), last + 1).map((part, index) => {
    const text = index === 0 ? part.text.trimStart() : part.text;
    return { ...part, text: index === last - first ? text.trimEnd() : text };
  });
}

/** Puts the marks of the first message around what was added from `start` on. */
function wrap({ sent }: ReadingInProgress, start: number): void {
  if (sent.length === start) return;
  const separator = start === 0 ? [] : sent.splice(start, 1);
  sent.splice(start, 0, ...separator, { text: '<loaded_context>\n<project_context>\n' });
  sent.push({ text: '\n</project_context>\n</loaded_context>' });
}

async function putOnDemand(
  context: Context,
  folders: readonly string[],
  names: readonly string[],
  opened: string | undefined,
): Promise<void> {
  const { reading, readable } = context;
  const inside = folders.filter((folder) => opened !== undefined && isWithin(folder, opened));
  const deepest = inside.sort((a, b) => b.length - a.length)[0];
  if (opened === undefined || deepest === undefined) return;
  const top = await boundary(context, deepest);
  const loaded = new Set<string>();
  for (const folder of foldersDown(top, folderOf(opened)))
    for (const name of names) {
      const file = await readable.named(`${folder}/${name}`);
      if (!file) continue;
      if (reading.loadedBy(RULES.imports).some(({ path }) => path === file.path))
        reading.warnings.push(`${file.path} is imported, and joins once more when a tool touches its folder.`);
      if (reading.has(file.path)) loaded.add(file.realPath);
      else if (loaded.has(file.realPath))
        reading.put('never', file.path, 'It is a link to a file that is read.', RULES.once);
      else await putTouched(context, file, `When a tool reads, lists or writes ${pathFrom(deepest, opened)}.`);
    }
}

async function putTouched(
  { reading, readable, markers, situation }: Context,
  file: FileContent,
  why: string,
): Promise<void> {
  if (file.text !== undefined && textIn(file).trim() === '') {
    reading.put('never', file.path, 'It is empty.', RULES.empty);
    return;
  }
  reading.put('onDemand', file.path, why, RULES.demand);
  const root = await projectRoot(situation.files, folderOf(file.path), markers.filter(isMarker));
  const { imported, failed } = await withImports(readable, file, root);
  for (const each of imported)
    reading.put('onDemand', each.path, `With ${nameOf(file.path)}, which imports it.`, RULES.imports);
  tellOfFailed(reading, file.path, failed);
}

async function putOthers({ reading, situation }: Context, root: string, folder: string, names: readonly string[]) {
  const { paths } = await situation.project(root);
  const isNamed = (path: string) => names.some((name) => path === name || path.endsWith(`/${name}`));
  for (const path of paths.filter(isNamed).map((each) => `${root}/${each}`)) {
    const own = folderOf(path);
    const why = isWithin(folder, own)
      ? `When a tool reads, lists or writes something in ${pathFrom(folder, own)}.`
      : `It is not in ${pathFrom(root, folder)} or above, where Gemini CLI works.`;
    reading.put('notLoaded', path, why, RULES.demand);
  }
}

function whyInChain(folder: string, path: string): string {
  const own = folderOf(path);
  if (own === folder) return 'It is in the folder that Gemini CLI works in.';
  return foldersUp(folder).includes(own)
    ? 'It is in a folder above.'
    : 'It is in a folder that the settings include, or above.';
}
