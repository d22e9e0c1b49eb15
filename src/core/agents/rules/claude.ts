import { claudeGlobs } from '../../prompts/globs/claudeGlobs';
import { globTest, withoutBraces } from '../../prompts/globs/globPattern';
import { SearchedPaths } from '../../prompts/globs/pathTest';
import { piecesBetweenComments } from '../../prompts/piecesBetweenComments';
import type { Agent, Situation } from '../agent';
import type { AgentRule } from '../agentRule';
import { settingsIn, textsOf, valueOf, valuesOf, type LayersOfSettings } from '../files/agentSettings';
import { folderOf, foldersDown, isWithin, nameOf, pathFrom, resolvePath } from '../files/paths';
import type { ProjectFiles } from '../files/projectFiles';
import { projectRoot } from '../files/projectRoot';
import { ReadableFiles, textIn, type FileContent } from '../files/readableFiles';
import { loadWhole } from '../loadWhole';
import { ReadingInProgress, type Reading } from '../reading';
import { claudeImportsIn } from '../syntax/claudeImports';
import { claudeRule, isRuleFor, projectOfRule } from '../syntax/claudeRuleFiles';
import { quoted, whatMatchesNothing } from '../syntax/globsOfRule';

const MEMORY = {
  source: 'https://code.claude.com/docs/en/memory',
  checked: '2026-11-30',
  certainty: 'documentation',
} as const;
const UNCLEAR = { ...MEMORY, certainty: 'unclear' } as const;

const RULES = {
  user: { ...MEMORY, says: 'CLAUDE.md and rules without paths in ~/.claude are read first.' },
  chain: {
    ...MEMORY,
    says:
      'CLAUDE.md, .claude/CLAUDE.md and CLAUDE.local.md are read at the start, from the root of the disk down to the folder that ' +
      'Claude Code was started in.',
  },
  demand: {
    ...MEMORY,
    says: 'CLAUDE.md and CLAUDE.local.md of a folder below join when a tool reads, writes or edits a file there.',
    note: 'Until August 2026, only reading counted.',
  },
  nested: { ...UNCLEAR, says: 'Whether .claude/CLAUDE.md of a folder below joins is not documented.' },
  rules: {
    ...MEMORY,
    says: 'Rules in .claude/rules without paths are read at the start; those of folders below, on demand.',
  },
  paths: { ...MEMORY, says: 'A rule with paths joins when a tool reads, writes or edits a file that they match.' },
  userPaths: { ...UNCLEAR, says: 'Whether rules with paths in ~/.claude/rules join is not clear.' },
  broken: { ...MEMORY, says: 'Front matter that is no YAML is ignored: the rule is read at the start.' },
  ending: { ...MEMORY, says: 'Rules end in .md. Other files in .claude/rules are ignored.' },
  imports: {
    ...MEMORY,
    says: '“@path” outside of code is read together with the file that names it, from the folder of that file, four hops deep.',
    note: 'Older documentation says five hops. Whether an imported file stands before or behind the other one is not documented.',
  },
  outside: {
    ...MEMORY,
    says: 'What an import or a rule’s link leads to outside of the folder that Claude Code was started in waits for approval.',
  },
  agents: {
    ...MEMORY,
    says: 'AGENTS.md is read only where no CLAUDE.md, .claude/CLAUDE.md or CLAUDE.local.md is in the folder or above.',
    note:
      'Since 2.1.277; the user’s setting instructionFiles can change it. Before, AGENTS.md was not read. Those of folders below ' +
      'join when a file there is read, not when it is written.',
  },
  excluded: { ...MEMORY, says: 'claudeMdExcludes leaves out files by globs for absolute paths.' },
  managed: {
    ...MEMORY,
    says: 'With the setting managed-only, nothing of the user and of the project is read at the start.',
  },
  size: { ...MEMORY, says: 'A file of more than 4 MiB is left out.' },
} satisfies Record<string, AgentRule>;

const MOST_HOPS = 4;
const MOST_BYTES = 4 * 1024 * 1024;
const OWN_NAMES = ['CLAUDE.md', '.claude/CLAUDE.md', 'CLAUDE.local.md'];
const AGENTS_NAMES = ['AGENTS.md', '.claude/AGENTS.md'];
/** The user's choice of names; a project cannot change it. */
const MODE = 'pluginConfigs.agents-md@builtin.options.instructionFiles';

export const claude: Agent = {
  id: 'claude',
  name: 'Claude Code',
  model: 'claude',
  rules: RULES,
  watched: ['**/CLAUDE.md', '**/CLAUDE.local.md', '**/AGENTS.md', '**/.claude/rules/**', '.claude/settings*.json'],
  read: async (situation) => {
    const { files, folder, user } = situation;
    const root = await projectRoot(files, folder);
    const readable = new ReadableFiles(files, [root], [...foldersDown('', folder), ...(user ? [user.claude] : [])]);
    const ofUser = user ? [`${user.claude}/settings.json`] : [];
    const ofProject = ['settings.json', 'settings.local.json'].map((name) => `${folder}/.claude/${name}`);
    const settings = await settingsIn(readable, [...ofUser, ...ofProject], situation.settings);
    const mode = valueOf(await settingsIn(readable, ofUser, situation.settings), MODE);
    return new ClaudeReading(situation, root, readable, settings, String(mode ?? 'claude-md-or-agents-md')).read();
  },
};

class ClaudeReading {
  readonly #situation: Situation;
  readonly #root: string;
  readonly #readable: ReadableFiles;
  readonly #reading = new ReadingInProgress();
  readonly #mode: string;
  readonly #isExcluded: (path: string) => boolean;
  /** Imports that wait for the user's approval. */
  readonly #waiting: { readonly path: string; readonly why: string }[] = [];
  /** Whether a CLAUDE.md is in the folder or above, which keeps AGENTS.md out. */
  #hasOwn = false;

  constructor(situation: Situation, root: string, readable: ReadableFiles, settings: LayersOfSettings, mode: string) {
    this.#situation = situation;
    this.#root = root;
    this.#readable = readable;
    this.#mode = mode;
    this.#isExcluded = excludedBy(settings);
    this.#reading.warnings.push(...settings.warnings);
  }

  async read(): Promise<Reading> {
    const { folder, user } = this.#situation;
    if (user) {
      await this.#load(`${user.claude}/CLAUDE.md`, 'It is the user’s own, for all projects.', RULES.user);
      await this.#putRules(user.claude, 'start');
    }
    const chain = foldersDown('', folder);
    this.#hasOwn = await this.#hasOwnFiles(chain);
    for (const each of chain) {
      const why = each === folder ? 'It is in the folder that Claude Code was started in.' : 'It is in a folder above.';
      await this.#load(`${each}/CLAUDE.md`, why, RULES.chain);
      await this.#load(`${each}/.claude/CLAUDE.md`, why, RULES.chain);
      await this.#putRules(`${each}/.claude`, 'start');
      await this.#load(`${each}/CLAUDE.local.md`, why, RULES.chain);
      for (const name of AGENTS_NAMES) await this.#putAgentsFile(`${each}/${name}`, why);
    }
    await this.#putOnDemand();
    for (const { path: waiting, why } of this.#waiting) this.#reading.put('notLoaded', waiting, why, RULES.outside);
    await this.#putOthers();
    const isOrderKnown =
      this.#reading.loadedBy(RULES.imports, RULES.rules, RULES.broken).length === 0 &&
      chain.every((each) => !OWN_NAMES.slice(0, 2).every((name) => this.#reading.has(`${each}/${name}`)));
    this.#reading.tellOfLinks(this.#readable.linksElsewhere);
    return this.#reading.done({ root: this.#root, isOrderKnown });
  }

  /** Loads a file with its imports, as the text that Claude Code makes of it. */
  async #load(path: string, why: string, rule: AgentRule, content = asItIs): Promise<void> {
    const file = await this.#readable.named(path);
    if (!file || this.#isKnown(file)) return;
    if (this.#isExcluded(path)) this.#reading.put('never', path, 'claudeMdExcludes names it.', RULES.excluded);
    else if (this.#mode === 'managed-only')
      this.#reading.put('never', path, 'The user’s setting is managed-only.', RULES.managed);
    else if (file.size > MOST_BYTES) this.#reading.put('never', path, 'It has more than 4 MiB.', RULES.size);
    else {
      const text = content(textIn(file));
      this.#loadWhole(file, why, rule, text);
      await this.#follow(file.path, text, 1, (imported, by, its) =>
        this.#loadWhole(imported, `${nameOf(by)} imports it.`, RULES.imports, its),
      );
    }
  }

  #loadWhole(file: FileContent, why: string, rule: AgentRule, text: string): void {
    loadWhole(this.#reading, file, why, rule, withoutComments(text));
    this.#reading.remember(file.realPath);
  }

  /** Visits the files that a text imports, and theirs. Those that lie elsewhere wait for approval. */
  async #follow(
    by: string,
    text: string,
    hop: number,
    visit: (file: FileContent, by: string, text: string) => void,
  ): Promise<void> {
    const { folder } = this.#situation;
    for (const written of hop > MOST_HOPS ? [] : claudeImportsIn(text)) {
      const path = this.#importPath(folderOf(by), written);
      const file = path === undefined ? undefined : await this.#readable.imported(path, by);
      if (!file) this.#tellOfMissing(by, written);
      // Pictures and the like are left out.
      if (!file || this.#isKnown(file) || file.text?.includes('\0')) continue;
      if (!this.#isOfUser(by) && !(await this.#isInFolder(file.realPath))) {
        // A file that is read for another reason needs no approval.
        const why = `${by} imports it, and it waits for approval: it lies outside of ${folder}.`;
        this.#waiting.push({ path: file.path, why });
        continue;
      }
      visit(file, by, textIn(file));
      await this.#follow(file.path, textIn(file), hop + 1, visit);
    }
  }

  /** Only of what looks like a file: people are named with “@”, too. */
  #tellOfMissing(by: string, written: string): void {
    const file = /^(.*\.md)([.,;:!?)]*)$/.exec(written);
    if (!file) return;
    const why = file[2] === '' ? 'there is none' : `“${file[2]}” behind it belongs to the path`;
    this.#reading.warnings.push(`${by} imports @${written}, which is no file: ${why}.`);
  }

  #isOfUser(path: string): boolean {
    const { user } = this.#situation;
    return user !== undefined && isWithin(user.claude, path);
  }

  /** A file that is reached by a link and by itself is read once. */
  #isKnown({ path, realPath }: FileContent): boolean {
    return this.#reading.has(path) || this.#reading.remembers(realPath);
  }

  async #isInFolder(realPath: string): Promise<boolean> {
    const { files, folder } = this.#situation;
    return isWithin((await files.stat(folder))?.realPath ?? folder, realPath);
  }

  #importPath(folder: string, written: string): string | undefined {
    if (!written.startsWith('~/')) return resolvePath(folder, written);
    const home = this.#situation.user?.home;
    return home === undefined ? undefined : resolvePath(home, written.slice(2));
  }

  async #hasOwnFiles(folders: readonly string[]): Promise<boolean> {
    const { user } = this.#situation;
    const paths = folders.flatMap((folder) => OWN_NAMES.map((name) => `${folder}/${name}`));
    const found = await Promise.all(paths.map((path) => this.#readable.named(path)));
    const own = user && ((await this.#situation.files.stat(user.claude))?.realPath ?? user.claude);
    return found.some((file) => file && !(own !== undefined && isWithin(own, file.realPath)));
  }

  /**
   * Puts the rules of a `.claude` where they belong.
   *
   * @param when those without paths are read
   */
  async #putRules(folder: string, when: 'start' | 'demand'): Promise<void> {
    for (const file of await this.#readable.allNamed(await this.#readable.below(`${folder}/rules`))) {
      const { path } = file;
      if (this.#isKnown(file)) continue;
      const rule = claudeRule(textIn(file));
      if (!path.endsWith('.md')) this.#reading.put('never', path, 'Its name does not end in .md.', RULES.ending);
      else if (this.#isExcluded(path)) this.#reading.put('never', path, 'claudeMdExcludes names it.', RULES.excluded);
      else if (await this.#leadsOutside(file, folder))
        this.#reading.put(
          'notLoaded',
          path,
          `It is a link to ${file.realPath}, and waits for approval.`,
          RULES.outside,
        );
      else if (rule.globs) await this.#putRuleWithPaths(file, rule.globs);
      else if (when === 'demand') await this.#putOnTouch(file, RULES.rules);
      else if (rule.isBroken)
        await this.#load(path, 'Its front matter is no YAML, so it is always read.', RULES.broken, () => rule.text);
      else await this.#load(path, 'It has no paths.', RULES.rules, () => rule.text);
    }
  }

  /** Whether a rule was reached by a link that leads out of the `.claude` and out of the folder that Claude Code works in. */
  async #leadsOutside({ path, realPath }: FileContent, folder: string): Promise<boolean> {
    const real = (await this.#situation.files.stat(folder))?.realPath ?? folder;
    return realPath !== `${real}/${pathFrom(folder, path)}` && !(await this.#isInFolder(realPath));
  }

  async #putRuleWithPaths(file: FileContent, globs: readonly string[]): Promise<void> {
    const { opened } = this.#situation;
    const { path } = file;
    const nothing = whatMatchesNothing(globs, claudeGlobs(globs), await this.#filesFrom(projectOfRule(path)));
    if (opened !== undefined && !this.#isOfUser(path) && isRuleFor(globs, path, opened))
      await this.#putOnTouch(file, RULES.paths);
    else if (this.#isOfUser(path))
      this.#reading.put(
        'notLoaded',
        path,
        'Users report that rules of the user with paths never join.',
        RULES.userPaths,
      );
    else if (nothing !== undefined) this.#reading.put('never', path, nothing, RULES.paths);
    else this.#reading.put('notLoaded', path, `When a tool touches a file that ${quoted(globs)} matches.`, RULES.paths);
  }

  /** The files in a folder of the project, by paths from there. */
  async #filesFrom(folder: string): Promise<Pick<ProjectFiles, 'searched' | 'ignoredFolders' | 'isComplete'>> {
    const project = await this.#situation.project(this.#root);
    if (folder === this.#root) return project;
    const { paths, ignoredFolders, isComplete } = project;
    const place = `${pathFrom(this.#root, folder)}/`;
    const below = (all: readonly string[]) =>
      all.filter((path) => path.startsWith(place)).map((path) => path.slice(place.length));
    return {
      searched: new SearchedPaths(below(paths)),
      ignoredFolders: below(ignoredFolders),
      isComplete: isComplete && isWithin(this.#root, folder),
    };
  }

  #whenTouched(): string {
    const { folder, opened } = this.#situation;
    return `When a tool reads, writes or edits ${pathFrom(folder, opened ?? folder)}.`;
  }

  /** A file joins with its imports when a tool touches the opened file. */
  async #putOnTouch(file: FileContent, rule: AgentRule): Promise<void> {
    if (this.#isKnown(file)) return;
    if (this.#isExcluded(file.path)) {
      this.#reading.put('never', file.path, 'claudeMdExcludes names it.', RULES.excluded);
      return;
    }
    this.#reading.put('onDemand', file.path, this.#whenTouched(), rule);
    await this.#follow(file.path, textIn(file), 1, (imported, by) =>
      this.#reading.put('onDemand', imported.path, `With ${nameOf(by)}, which imports it.`, RULES.imports),
    );
  }

  #readsAgentsFiles(hasOwn: boolean): boolean {
    return this.#mode === 'claude-md-and-agents-md' || (this.#mode === 'claude-md-or-agents-md' && !hasOwn);
  }

  async #putAgentsFile(path: string, why: string): Promise<void> {
    const file = await this.#readable.named(path);
    if (this.#readsAgentsFiles(this.#hasOwn)) await this.#load(path, why, RULES.agents);
    else if (file && this.#isKnown(file))
      this.#reading.put('notLoaded', path, 'Its text is read by another name.', RULES.agents);
    else if (file) this.#reading.put('never', path, whyNoAgentsFile(this.#mode), RULES.agents);
  }

  /** What joins when a tool touches the opened file: of each folder below the one that Claude Code works in. */
  async #putOnDemand(): Promise<void> {
    const { folder, opened } = this.#situation;
    if (opened === undefined || !isWithin(folder, opened)) return;
    for (const each of foldersDown(folder, folderOf(opened)).filter((below) => below !== folder)) {
      const readsAgents =
        this.#readsAgentsFiles(this.#hasOwn) && this.#readsAgentsFiles(await this.#hasOwnFiles([each]));
      for (const name of ['CLAUDE.md', 'CLAUDE.local.md', ...(readsAgents ? ['AGENTS.md'] : [])]) {
        const file = await this.#readable.named(`${each}/${name}`);
        if (file) await this.#putOnTouch(file, name === 'AGENTS.md' ? RULES.agents : RULES.demand);
      }
      await this.#putRules(`${each}/.claude`, 'demand');
    }
  }

  async #putOthers(): Promise<void> {
    const { folder, project } = this.#situation;
    const { paths } = await project(this.#root);
    const texts = paths.filter((each) => each.endsWith('.md'));
    const all = new Set(texts);
    for (const path of texts) {
      const kind = kindOf(path);
      if (kind === undefined) continue;
      const absolute = `${this.#root}/${path}`;
      const own = kind === 'rule' ? projectOfRule(absolute) : folderOf(absolute.replace('/.claude/', '/'));
      const why = isWithin(folder, own)
        ? `When a tool touches a file in ${pathFrom(folder, own)}.`
        : `It is beside ${pathFrom(this.#root, folder)}, where Claude Code was started.`;
      const isBesideOwn = OWN_NAMES.some((name) => all.has(pathFrom(this.#root, `${own}/${name}`)));
      if (this.#isExcluded(absolute))
        this.#reading.put('never', absolute, 'claudeMdExcludes names it.', RULES.excluded);
      else if (kind === 'agents' && isBesideOwn && this.#mode === 'claude-md-or-agents-md')
        this.#reading.put('notLoaded', absolute, 'The CLAUDE.md beside it is read, and may import it.', RULES.agents);
      else if (kind === 'agents' && !this.#readsAgentsFiles(this.#hasOwn))
        this.#reading.put('never', absolute, whyNoAgentsFile(this.#mode), RULES.agents);
      else this.#reading.put('notLoaded', absolute, why, RULE_OF_KIND[kind]);
    }
  }
}

/** What Claude Code takes a file of a folder below for. */
function kindOf(path: string): keyof typeof RULE_OF_KIND | undefined {
  const name = nameOf(path);
  if (/(?:^|\/)\.claude\/rules\/.*\.md$/.test(path)) return 'rule';
  if (name === 'AGENTS.md') return 'agents';
  if (name === 'CLAUDE.md') return /(?:^|\/)\.claude\/CLAUDE\.md$/.test(path) ? 'nested' : 'own';
  return name === 'CLAUDE.local.md' ? 'own' : undefined;
}

const RULE_OF_KIND = { rule: RULES.rules, agents: RULES.agents, nested: RULES.nested, own: RULES.demand };

function excludedBy(settings: LayersOfSettings): (path: string) => boolean {
  const globs = valuesOf(settings, 'claudeMdExcludes').flatMap((value) => textsOf(value) ?? []);
  const tests = globs.flatMap(withoutBraces).map((glob) => globTest(glob));
  // A glob without a slash at the start begins at the root of the disk, where nothing lies.
  return (path) => globs.includes(path) || tests.some((test) => test(path.slice(1)));
}

function whyNoAgentsFile(mode: string): string {
  return mode === 'claude-md-or-agents-md'
    ? 'A CLAUDE.md is there, and is read instead. Import it in that one: @AGENTS.md.'
    : `The user’s setting instructionFiles is ${mode}.`;
}

/** Claude Code leaves out HTML comments that are blocks of their own. */
function withoutComments(text: string): string {
  return piecesBetweenComments(text, 0)
    .map(({ start, end }) => text.slice(start, end))
    .join('');
}

function asItIs(text: string): string {
  return text;
}
