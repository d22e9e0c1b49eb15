import { BYTES_OF_AGENTS_CHAIN } from '../../prompts/limitsOfPromptFiles';
import type { Agent, Settings, Situation } from '../agent';
import type { AgentRule } from '../agentRule';
import { isFile } from '../files/agentFiles';
import { settingsIn, textsOf, valueOf, type LayersOfSettings } from '../files/agentSettings';
import { folderOf, foldersDown, fromSystem, isWithin, nameOf, pathFrom } from '../files/paths';
import { projectRoot } from '../files/projectRoot';
import { ReadableFiles, type FileContent } from '../files/readableFiles';
import { ReadingInProgress, type Reading } from '../reading';

const CHAIN = {
  source: 'https://github.com/openai/codex/blob/main/codex-rs/core/src/agents_md.rs',
  checked: '2026-11-30',
  certainty: 'source code',
} as const;

const RULES = {
  user: {
    ...CHAIN,
    says: 'The first of AGENTS.override.md and AGENTS.md in ~/.codex that is not empty is read first, as a whole.',
  },
  chain: {
    ...CHAIN,
    says: 'One file of each folder is read, from the one with .git down to the folder that Codex was started in. The opened file plays no part.',
    note: 'Without .git, and where project_root_markers is empty, only the folder that Codex was started in counts.',
  },
  hidden: {
    ...CHAIN,
    says:
      'In a folder, AGENTS.override.md comes before AGENTS.md, and AGENTS.md before the names in project_doc_fallback_filenames. ' +
      'Only the first one that exists is read.',
    note:
      'The documentation says that empty files are skipped. Even so, an empty file hides the others of its folder. ' +
      'Names with a slash were read until the autumn of 2026.',
  },
  empty: { ...CHAIN, says: 'An empty file is left out.' },
  budget: {
    ...CHAIN,
    says:
      'All files of the chain share project_doc_max_bytes (32 KiB). The topmost spends them first; the file that does not fit is cut ' +
      'at a byte, and those below it are left out.',
    note: 'The documentation says that files are added until the limit is reached. The file that crosses it is cut.',
  },
  untrusted: {
    ...CHAIN,
    says: 'In a project that the user does not trust, no file of the project is read.',
    note: 'Since 0.150. A project without an entry in config.toml counts as trusted here; Codex asks.',
  },
} satisfies Record<string, AgentRule>;

const NAMES = ['AGENTS.override.md', 'AGENTS.md'];
const BEFORE_PROJECT = '\n\n--- project-doc ---\n\n';

export const codex: Agent = {
  id: 'codex',
  name: 'Codex',
  model: 'gpt-5',
  rules: RULES,
  watched: NAMES.map((name) => `**/${name}`).concat('**/.codex/config.toml'),
  read,
};

async function read(situation: Situation): Promise<Reading> {
  const { files, folder, user, project } = situation;
  const reading = new ReadingInProgress();
  const own = user ? [user.codex] : [];
  const ofUser = await settingsIn(new ReadableFiles(files, [], own), own.map(configIn), situation.settings);
  const root = await projectRoot(files, folder, markersIn(ofUser));
  const readable = new ReadableFiles(files, [root], own);
  const chain = foldersDown(root, folder);
  const trust = trustIn(ofUser, folder, root);
  const ofProject = trust === 'trusted' ? chain.map((each) => `${each}/.codex`) : [];
  const settings = await settingsIn(readable, [...own, ...ofProject].map(configIn), situation.settings);
  reading.warnings.push(...settings.warnings);
  const names = namesIn(settings);
  const budget = budgetIn(settings);

  if (user) await loadUserFile(reading, readable, user.codex);
  const isTrusted = trust !== 'untrusted';
  let spent = 0;
  let separator = reading.sent.length > 0 ? BEFORE_PROJECT : '';
  for (const each of isTrusted ? chain : []) {
    const [file, ...hidden] = await candidatesIn(situation, readable, each, names);
    if (!file) continue;
    for (const { path } of hidden)
      reading.put('never', path, `It is hidden by ${nameOf(file.path)} in the same folder.`, RULES.hidden);
    const keptBytes = Math.min(file.size, budget - spent);
    const kept = await readable.named(file.path, keptBytes);
    if (file.text?.trim() === '') reading.put('never', file.path, 'It is empty.', RULES.empty);
    else if (keptBytes === 0 || kept?.text?.trim() === '')
      reading.put('never', file.path, whyDropped(budget), RULES.budget);
    else {
      const isCut = keptBytes < file.size;
      reading.load({
        path: file.path,
        bytes: file.size,
        bytesBefore: spent,
        keptBytes: isCut ? keptBytes : undefined,
        why: isCut
          ? `Codex reads ${inWords(keptBytes)} of its ${inWords(file.size)} bytes.`
          : whyInChain(root, folder, each),
        rule: isCut ? RULES.budget : RULES.chain,
        unread: kept?.unread,
      });
      reading.sent.push({ text: separator }, { text: kept?.text ?? '', path: file.path });
      separator = '\n\n';
      spent += keptBytes;
    }
  }

  if (reading.sent.length > 0) {
    const place = spent > 0 ? ` for ${folder}` : '';
    reading.sent.unshift({ text: `# AGENTS.md instructions${place}\n\n<INSTRUCTIONS>\n` });
    reading.sent.push({ text: '\n</INSTRUCTIONS>' });
  }
  const { paths } = await project(root);
  putOthers(
    reading,
    names,
    paths.map((path) => `${root}/${path}`),
    (own) => {
      if (!isTrusted) return ['The user’s config.toml says that this project is untrusted.', RULES.untrusted];
      const above = reading.loadedBy(RULES.chain, RULES.budget).filter(({ path }) => isWithin(folderOf(path), own));
      const spentAbove = above.reduce((sum, { bytes, keptBytes }) => sum + (keptBytes ?? bytes), 0);
      return spentAbove >= budget ? [whyDropped(budget), RULES.budget] : undefined;
    },
    (own) => whyNotInChain(root, folder, own),
  );
  return reading.done({ root, isOrderKnown: true, budget: { bytes: budget, spent } });
}

/**
 * Puts the files of other folders where they belong.
 *
 * @param whyNever says why nothing of a folder is ever read
 */
function putOthers(
  reading: ReadingInProgress,
  names: readonly string[],
  paths: readonly string[],
  whyNever: (folder: string) => [why: string, rule: AgentRule] | undefined,
  whyNot: (folder: string) => string,
): void {
  const known = paths.filter((each) => names.includes(nameOf(each)));
  const all = new Set(known);
  for (const path of known) {
    const own = folderOf(path);
    const first = names.find((name) => all.has(`${own}/${name}`))!;
    const never = whyNever(own);
    if (never) reading.put('never', path, ...never);
    else if (nameOf(path) === first) reading.put('notLoaded', path, whyNot(own), RULES.chain);
    else reading.put('never', path, `It is hidden by ${first} in the same folder.`, RULES.hidden);
  }
}

async function loadUserFile(reading: ReadingInProgress, readable: ReadableFiles, folder: string): Promise<void> {
  const found = await Promise.all(NAMES.map((name) => readable.named(`${folder}/${name}`)));
  for (const file of found) {
    if (!file) continue;
    const text = (file.text ?? '').trim();
    if (file.text !== undefined && text === '') reading.put('never', file.path, 'It is empty.', RULES.user);
    else if (reading.sent.length > 0)
      reading.put('never', file.path, `It is hidden by ${NAMES[0]} in the same folder.`, RULES.user);
    else {
      reading.load({
        path: file.path,
        bytes: file.size,
        why: 'It is the user’s own, for all projects.',
        rule: RULES.user,
        unread: file.unread,
      });
      reading.sent.push({ text, path: file.path });
    }
  }
}

/** The files of a folder that Codex knows by name; it reads the first one. */
async function candidatesIn(
  { files }: Situation,
  readable: ReadableFiles,
  folder: string,
  names: readonly string[],
): Promise<FileContent[]> {
  const found: FileContent[] = [];
  for (const name of names) {
    const path = `${folder}/${name}`;
    if (await isFile(files, path)) found.push((await readable.named(path))!);
  }
  return found;
}

function configIn(folder: string): string {
  return `${folder}/config.toml`;
}

/** A project's own configuration does not change where its root is. */
function markersIn(settings: LayersOfSettings): readonly string[] {
  return textsOf(valueOf(settings, 'project_root_markers')) ?? ['.git'];
}

function namesIn(settings: LayersOfSettings): string[] {
  const fallbacks = textsOf(valueOf(settings, 'project_doc_fallback_filenames')) ?? [];
  const plain = fallbacks.map((name) => name.trim()).filter((name) => name !== '' && !/\/|^\.\.?$/.test(name));
  return [...new Set([...NAMES, ...plain])];
}

function budgetIn(settings: LayersOfSettings): number {
  const value = valueOf(settings, 'project_doc_max_bytes');
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : BYTES_OF_AGENTS_CHAIN;
}

/**
 * What the user's configuration says of a project; that of the nearer folder counts. Codex asks about a project that it does not
 * know, and people who keep a configuration in one say yes.
 */
function trustIn(settings: LayersOfSettings, folder: string, root: string): unknown {
  const given = valueOf(settings, 'trust_level');
  const projects = valueOf(settings, 'projects');
  if (given !== undefined || typeof projects !== 'object' || projects === null)
    return given === undefined ? 'trusted' : given;
  const entry = [folder, root].map((each) => entryOf(projects as Settings, each)).find((each) => each !== undefined);
  return (entry as Settings | undefined)?.['trust_level'] ?? 'trusted';
}

/** Paths stand in config.toml as the system writes them. */
function entryOf(projects: Settings, folder: string): unknown {
  return Object.entries(projects).find(([path]) => fromSystem(path) === folder)?.[1];
}

function whyInChain(root: string, folder: string, own: string): string {
  if (own === folder) return 'It is in the folder that Codex was started in.';
  return own === root
    ? 'It is in the root of the project.'
    : 'It is between the root of the project and the folder that Codex was started in.';
}

function whyNotInChain(root: string, folder: string, own: string): string {
  return own === root && !isWithin(root, folder)
    ? 'It is not in the folder that Codex was started in.'
    : `Codex reads it when it is started in ${pathFrom(root, own)}.`;
}

function whyDropped(budget: number): string {
  return budget === 0
    ? 'project_doc_max_bytes is 0.'
    : `The files of the folders above it spend all ${inWords(budget)} bytes of project_doc_max_bytes.`;
}

function inWords(count: number): string {
  return count.toLocaleString('en');
}
