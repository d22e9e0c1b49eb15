import { globTest } from '../../prompts/globs/globPattern';
import { SearchedPaths } from '../../prompts/globs/pathTest';
import { areForAllFiles, copilotGlobs, copilotGlobsInLowerCase } from '../../prompts/globs/copilotGlobs';
import type { Agent, Situation } from '../agent';
import type { AgentRule } from '../agentRule';
import { settingsIn, valueOf, type LayersOfSettings } from '../files/agentSettings';
import { copilotHeader } from '../syntax/copilotHeader';
import { linkedFilesIn } from '../syntax/copilotLinks';
import { forGlobs, globsMatch, quoted, whatMatchesNothing } from '../syntax/globsOfRule';
import { byPath, folderOf, foldersUp, isWithin, nameOf, pathFrom, resolvePath } from '../files/paths';
import type { ProjectFiles } from '../files/projectFiles';
import { ReadableFiles, textIn, type FileContent } from '../files/readableFiles';
import { ReadingInProgress, type Reading } from '../reading';

const CODE = {
  source:
    'https://github.com/microsoft/vscode/blob/0835bac/extensions/copilot/src/platform/promptFiles/node/automaticInstructionsCollector.ts',
  checked: '2026-11-30',
  certainty: 'source code',
} as const;
const PLACES = {
  ...CODE,
  source:
    'https://github.com/microsoft/vscode/blob/main/src/vs/workbench/contrib/chat/common/promptSyntax/utils/promptFilesLocator.ts',
} as const;
const SENT = {
  ...CODE,
  source:
    'https://github.com/microsoft/vscode/blob/0292c76/extensions/copilot/src/extension/prompts/node/panel/customInstructions.tsx',
} as const;

const RULES = {
  always: {
    ...CODE,
    says:
      'AGENTS.md, CLAUDE.md, CLAUDE.local.md, .claude/CLAUDE.md and .github/copilot-instructions.md of the workspace’s folder are sent ' +
      'with each request, in any letter case; of the user, ~/.claude/CLAUDE.md and ~/.copilot/copilot-instructions.md.',
    note: 'Of copies linked to each other, one is sent. Other agents named Copilot (in the terminal, in the cloud) have other rules.',
  },
  off: { ...CODE, says: 'Settings of VS Code switch off kinds of instructions.' },
  applyTo: {
    ...CODE,
    says:
      'Instructions are attached when a file of the request fits applyTo (in .claude/rules: paths). A pattern may begin in any folder, ' +
      'in any letter case.',
    note: 'The documentation says that patterns begin in the root of the workspace.',
  },
  listed: { ...CODE, says: 'Of other instructions, the model sees path, description and pattern, and may read them.' },
  place: {
    ...PLACES,
    says: 'Instructions end in .instructions.md, and lie in .github/instructions or another folder of chat.instructionsFilesLocations, up to five levels deep.',
  },
  name: {
    ...CODE,
    source:
      'https://github.com/microsoft/vscode/blob/main/src/vs/workbench/contrib/chat/common/promptSyntax/service/promptsServiceImpl.ts',
    says: 'Instructions whose name in the front matter is empty are neither attached nor listed.',
  },
  links: {
    ...CODE,
    says: 'With chat.includeReferencedInstructions, files that instructions link to are attached, too.',
  },
  nested: {
    ...CODE,
    says: 'AGENTS.md of folders below is listed if chat.useNestedAgentsMdFiles is on, and otherwise not read.',
  },
  nestedClaude: { ...CODE, says: 'CLAUDE.md and .claude/rules of folders below are not read.' },
  same: { ...SENT, says: 'The same text is sent once, and empty files are not sent.' },
} satisfies Record<string, AgentRule>;

const DEEPEST = 5;
const DEFAULT_PLACES = ['.github/instructions', '.claude/rules', '~/.copilot/instructions', '~/.claude/rules'];
/** The settings of VS Code that change what is read. */
export const COPILOT_SETTINGS = [
  'chat.useAgentsMdFile',
  'chat.useClaudeMdFile',
  'chat.useNestedAgentsMdFiles',
  'chat.includeApplyingInstructions',
  'chat.includeReferencedInstructions',
  'chat.instructionsFilesLocations',
  'chat.useCustomizationsInParentRepositories',
  'github.copilot.chat.codeGeneration.useInstructionFiles',
];

const RULE_FOLDER = '/.claude/rules/';

export const copilot: Agent = {
  id: 'copilot',
  name: 'GitHub Copilot in VS Code',
  model: 'gpt-5-mini',
  rules: RULES,
  watched: [
    '**/AGENTS.md',
    '**/CLAUDE.md',
    '**/CLAUDE.local.md',
    '**/*.instructions.md',
    '**/copilot-instructions.md',
    '**/.claude/rules/**',
    '.vscode/settings.json',
  ],
  read,
};

interface Context {
  readonly situation: Situation;
  readonly settings: LayersOfSettings;
  readonly reading: ReadingInProgress;
  readonly readable: ReadableFiles;
  readonly texts: Map<string, string>;
}

async function read(situation: Situation): Promise<Reading> {
  const { files, folder, user } = situation;
  const folders = situation.workspaceFolders ?? [folder];
  const ofUser = user ? [`${user.home}/.copilot`, user.claude] : [];
  const settings = await settingsIn(
    new ReadableFiles(files, [folder]),
    [`${folder}/.vscode/settings.json`],
    situation.settings,
  );
  const roots = (await Promise.all(folders.map((each) => rootsIn(situation, each, settings)))).flat();
  const readable = new ReadableFiles(files, roots, ofUser);
  const projects = await Promise.all(folders.map((each) => situation.project(each)));
  const searched = projects.map(({ root, paths }) => new SearchedPaths(paths, `${root.slice(1)}/`, true));
  const context: Context = { situation, settings, reading: new ReadingInProgress(), readable, texts: new Map() };
  const { reading } = context;
  reading.warnings.push(...settings.warnings);
  const instructions = await instructionsIn(context, roots, projects);
  const applying: string[] = [];
  for (const file of instructions) if (attachIfItApplies(context, file)) applying.push(file.path);
  await attachLinked(context, applying);
  const always = await alwaysFiles(context, roots);
  for (const file of always) attach(context, file, 'It is sent with each request.', RULES.always);
  await attachLinked(
    context,
    always.map(({ path }) => path).filter((path) => /\/copilot-instructions\.md$/i.test(path)),
  );
  for (const file of instructions)
    reading.put('listedOnly', file.path, whyListed(context, file, searched, projects), RULES.listed);
  for (const each of projects) putOthers(context, each);
  reading.tellOfLinks(readable.linksElsewhere);
  if (reading.sent.length > 0) {
    reading.sent.unshift({ text: '<instructions>\n' });
    reading.sent.push({ text: '</instructions>\n' });
  }
  return reading.done({ root: folder, isOrderKnown: false });
}

function isOn({ settings }: Pick<Context, 'settings'>, key: string, byDefault: boolean): boolean {
  const value = valueOf(settings, key);
  return typeof value === 'boolean' ? value : byDefault;
}

/** The folder of the workspace, and where a setting says so, those above it up to the one with .git. */
async function rootsIn({ files, user }: Situation, folder: string, settings: LayersOfSettings): Promise<string[]> {
  if (!isOn({ settings }, 'chat.useCustomizationsInParentRepositories', false)) return [folder];
  const above: string[] = [];
  for (const each of foldersUp(folder)) {
    if (each === user?.home || each === '') return [folder];
    above.push(each);
    if (await files.stat(`${each}/.git`)) return above;
  }
  return [folder];
}

/** All files with instructions, those of the user first. */
async function instructionsIn(
  { situation, settings, readable }: Context,
  roots: readonly string[],
  projects: readonly ProjectFiles[],
): Promise<FileContent[]> {
  const { user } = situation;
  const paths: string[] = [];
  const places = placesIn(settings);
  const isOfUser = (place: string) => place.startsWith('~/');
  const folders = [
    ...places.filter(isOfUser).flatMap((place) => (user ? resolvePath(user.home, place.slice(2)) : [])),
    ...roots.flatMap((root) => places.filter((place) => !isOfUser(place)).map((place) => resolvePath(root, place))),
  ];
  for (const folder of folders.filter((each) => !each.includes('*')))
    paths.push(...(await readable.below(folder, roots.includes(folder) ? 0 : DEEPEST)).filter(isInstructions));
  for (const folder of folders.filter((each) => each.includes('*'))) {
    const inPlace = globTest(`${folder}/*`);
    for (const { root, paths: all } of projects)
      paths.push(
        ...all.map((path) => `${root}/${path}`).filter((path) => isInstructions(path) && inPlace(path.slice(1))),
      );
  }
  return readable.allNamed([...new Set(paths)]);
}

function placesIn(settings: LayersOfSettings): string[] {
  const value = valueOf(settings, 'chat.instructionsFilesLocations');
  const own = typeof value === 'object' && value !== null ? Object.entries(value as Record<string, unknown>) : [];
  const isOff = (place: string) => own.some(([key, on]) => key.trim() === place && (on === false || on === 'false'));
  const added = own.filter(([, on]) => on === true || on === 'true').map(([key]) => key.trim());
  return [...new Set([...DEFAULT_PLACES.filter((place) => !isOff(place)), ...added])];
}

function isInstructions(path: string): boolean {
  const name = nameOf(path);
  if (name.endsWith('.instructions.md') || name === 'copilot-instructions.md') return true;
  const isOther = /^README\.md$|^SKILL\.md$|\.(?:prompt|agent|chatmode)\.md$/.test(name);
  return path.includes(RULE_FOLDER) && name.endsWith('.md') && !isOther;
}

/** No front matter is as long as this; without a closing line, all of a file would be front matter. */
const LONGEST_HEADER = 50_000;

function headerOf({ text = '' }: FileContent) {
  return copilotHeader(text.slice(0, LONGEST_HEADER));
}

/** The pattern of instructions; undefined for none. */
function patternOf(file: FileContent): string | undefined {
  // VS Code takes a byte order mark for text in front of the front matter.
  const header = headerOf(file);
  if (!file.path.includes(RULE_FOLDER)) {
    const applyTo = header.get('applyTo');
    return typeof applyTo === 'string' && applyTo !== '' ? applyTo : undefined;
  }
  const paths = header.get('paths') ?? '**';
  const pattern = typeof paths === 'string' ? paths : paths.join(', ');
  return pattern === '' ? undefined : pattern;
}

function attachIfItApplies(context: Context, file: FileContent): boolean {
  const { opened, folder } = context.situation;
  if (headerOf(file).get('name') === '') {
    context.reading.put('never', file.path, 'Its name is empty.', RULES.name);
    return false;
  }
  const pattern = patternOf(file);
  if (pattern === undefined || !isOn(context, 'chat.includeApplyingInstructions', true)) return false;
  if (areForAllFiles(pattern)) attach(context, file, `${quoted([pattern])} is for all requests.`, RULES.applyTo);
  else if (opened !== undefined && copilotGlobs(pattern)(opened.slice(1)))
    attach(context, file, globsMatch([pattern], pathFrom(folder, opened)), RULES.applyTo);
  else return false;
  return true;
}

function attach({ reading, texts }: Context, file: FileContent, why: string, rule: AgentRule): void {
  if (reading.has(file.path)) return;
  const text = textIn(file).trim();
  const same = texts.get(text);
  if (file.text !== undefined && text === '') reading.put('never', file.path, 'It is empty.', RULES.same);
  else if (file.text !== undefined && same !== undefined)
    reading.put('notLoaded', file.path, `Its text is that of ${same}, and is sent once.`, RULES.same);
  else {
    texts.set(text, file.path);
    reading.load({
      path: file.path,
      bytes: file.size,
      why,
      rule,
      unread: file.unread,
    });
    reading.sent.push(
      { text: `<attachment filePath="${file.path}">\n` },
      { text, path: file.path },
      { text: '\n</attachment>\n' },
    );
  }
}

async function attachLinked(context: Context, from: readonly string[]): Promise<void> {
  if (!isOn(context, 'chat.includeReferencedInstructions', false)) return;
  const { readable, situation, reading } = context;
  const queue = [...from];
  const seen = new Set(from);
  while (queue.length > 0) {
    const by = queue.pop()!;
    const file = await readable.named(by);
    for (const written of file ? linkedFilesIn(textIn(file)) : []) {
      const path = resolvePath(folderOf(by), written);
      const isKind = isInstructions(path) || /\.(?:prompt|agent)\.md$|\/SKILL\.md$/.test(path);
      if (
        seen.has(path) ||
        reading.has(path) ||
        !(isKind || (situation.workspaceFolders ?? [situation.folder]).some((each) => isWithin(each, path)))
      )
        continue;
      const linked = await readable.imported(path, by);
      if (!linked) continue;
      seen.add(path);
      attach(context, linked, `${nameOf(by)} links to it.`, RULES.links);
      if (isKind) queue.push(path);
    }
  }
}

/** Where files are sent from with each request. */
type Place = readonly [folder: string, names: readonly string[], isOn: boolean];

/** The files that are sent with each request, by their paths; a link to another one of them is left out. */
async function alwaysFiles(context: Context, roots: readonly string[]): Promise<FileContent[]> {
  const { situation, readable, reading } = context;
  const { user } = situation;
  const agents = isOn(context, 'chat.useAgentsMdFile', true);
  const claude = isOn(context, 'chat.useClaudeMdFile', true);
  const own = isOn(context, 'github.copilot.chat.codeGeneration.useInstructionFiles', true);
  const places: Place[] = [
    ...roots.flatMap((root): Place[] => [
      [root, ['AGENTS.md'], agents],
      [root, ['CLAUDE.md', 'CLAUDE.local.md'], claude],
      [`${root}/.claude`, ['CLAUDE.md'], claude],
      [`${root}/.github`, ['copilot-instructions.md'], own],
    ]),
    ...(user
      ? [
          [user.claude, ['CLAUDE.md'], claude] as Place,
          [`${user.home}/.copilot`, ['copilot-instructions.md'], own] as Place,
        ]
      : []),
  ];
  const found: FileContent[] = [];
  for (const [folder, names, isUsed] of places) {
    const wanted = names.map((name) => name.toLowerCase());
    const entries = (await situation.files.list(folder)).map(({ name }) => name).sort(byPath);
    for (const name of entries.filter((each) => wanted.includes(each.toLowerCase()))) {
      const file = await readable.named(`${folder}/${name}`);
      if (file && isUsed) found.push(file);
      else if (file) reading.put('never', file.path, 'A setting of VS Code switches it off.', RULES.off);
    }
  }
  const isLink = ({ path, realPath }: FileContent) =>
    found.some((other) => other.path === realPath && other.path !== path);
  const seen = new Set<string>();
  return found
    .sort((a, b) => byPath(a.path, b.path))
    .filter((file) => {
      const isSame = isLink(file) || seen.has(file.realPath);
      if (!isSame) seen.add(file.realPath);
      if (isSame) reading.put('notLoaded', file.path, 'It is a link to a file that is sent.', RULES.always);
      return !isSame;
    });
}

function whyListed(
  { settings }: Context,
  file: FileContent,
  paths: readonly SearchedPaths[],
  projects: readonly ProjectFiles[],
): string {
  const pattern = patternOf(file);
  if (pattern === undefined) return 'It has no pattern, so the model decides.';
  if (!isOn({ settings }, 'chat.includeApplyingInstructions', true)) return 'chat.includeApplyingInstructions is off.';
  const test = copilotGlobsInLowerCase(pattern);
  const nothing = projects.map((project, index) =>
    whatMatchesNothing([pattern], test, { ...project, searched: paths[index]! }),
  );
  return nothing.every((each) => each !== undefined) ? nothing[0]! : forGlobs([pattern]);
}

function putOthers(context: Context, { root, paths }: ProjectFiles): void {
  const { reading } = context;
  const usesNested = isOn(context, 'chat.useAgentsMdFile', true) && isOn(context, 'chat.useNestedAgentsMdFiles', false);
  for (const path of paths.filter((each) => /\.md$/i.test(each))) {
    const absolute = `${root}/${path}`;
    const name = nameOf(path).toLowerCase();
    if (name === 'agents.md') {
      if (usesNested) reading.put('listedOnly', absolute, `It is for files in ${folderOf(path)}.`, RULES.nested);
      else reading.put('notLoaded', absolute, 'chat.useNestedAgentsMdFiles is off.', RULES.nested);
    } else if (name === 'claude.md' || name === 'claude.local.md' || isRuleBelow(path))
      reading.put('notLoaded', absolute, 'It is not in the root of the workspace.', RULES.nestedClaude);
    else if (/\.instructions\.md$/i.test(path) || /^\.github\/instructions\/.*\.md$/.test(path))
      reading.put('never', absolute, whyNoInstructions(path), RULES.place);
    else if (name === 'copilot-instructions.md')
      reading.put('never', absolute, 'It is not in .github of the root.', RULES.always);
  }
}

function isRuleBelow(path: string): boolean {
  return path.includes(RULE_FOLDER) && path.endsWith('.md');
}

function whyNoInstructions(path: string): string {
  return path.endsWith('.instructions.md')
    ? 'It is in none of the folders of chat.instructionsFilesLocations, or more than five levels deep.'
    : 'Its name does not end in .instructions.md.';
}
