import type { Agent, Situation } from '../agent';
import type { AgentRule } from '../agentRule';
import { forGlobs, globsMatch, whatMatchesNothing } from '../syntax/globsOfRule';
import { loadWhole } from '../loadWhole';
import { folderOf, foldersDown, isWithin, nameOf, pathFrom, resolvePath } from '../files/paths';
import type { ProjectFiles } from '../files/projectFiles';
import { ReadableFiles, textIn, type FileContent } from '../files/readableFiles';
import { ReadingInProgress, type Reading } from '../reading';
import { cursorGlobs } from '../../prompts/globs/cursorGlobs';
import { globsOfRuleFile, RULE_HOSTS } from '../../findings/files/globsOfRuleFile';
import { frontMatterLength } from '../../text/frontMatter';

const DOCUMENTED = {
  source: 'https://cursor.com/docs/rules',
  checked: '2026-11-30',
  certainty: 'documentation',
} as const;
const HELP = { ...DOCUMENTED, source: 'https://cursor.com/help/customization/rules' } as const;
const UNCLEAR = { ...DOCUMENTED, certainty: 'unclear' } as const;

const RULES = {
  always: { ...DOCUMENTED, says: 'A rule with “alwaysApply: true” goes into every chat; its globs play no part.' },
  globs: {
    ...DOCUMENTED,
    says: 'A rule with globs is attached when a file that they match is in the context. “*.ts” lies in the root of the project only.',
  },
  quotes: {
    ...UNCLEAR,
    says: 'Whether quotes and brackets around globs belong to them, and whether lists over several lines are read, is not documented. Users report that such rules are never attached: write globs in one line, without quotes.',
  },
  user: { ...HELP, says: 'Rules in ~/.cursor/rules are the user’s own, for all projects.', certainty: 'unclear' },
  description: {
    ...DOCUMENTED,
    says: 'Of a rule with a description alone, the agent sees the description, and may fetch the text.',
  },
  manual: { ...DOCUMENTED, says: 'Other rules are read when somebody names them with @ in the chat.' },
  ending: { ...DOCUMENTED, says: 'Rules end in .mdc. Other files in .cursor/rules are ignored.' },
  agents: {
    ...DOCUMENTED,
    says: 'AGENTS.md of the project, and of the folders from there down to a file in the context, are read together. The deeper one wins.',
  },
  claude: { ...HELP, says: 'CLAUDE.md in the root of the project is read as AGENTS.md is.' },
  nestedClaude: { ...UNCLEAR, says: 'Whether CLAUDE.md in other folders is read is not documented.' },
  legacy: {
    ...HELP,
    says: '.cursorrules in the root of the project is still read, and is going to be dropped.',
    certainty: 'unclear',
  },
  nested: { ...UNCLEAR, says: 'Rules in .cursor/rules of other folders are in the documentation of 2025 only.' },
  reference: {
    ...HELP,
    says: 'A file that a rule names with @ is read when the agent needs it.',
    note: 'Before September 2026 the documentation said that it is included.',
  },
} satisfies Record<string, AgentRule>;

const HOST = RULE_HOSTS.find(({ name }) => name === 'Cursor')!;

export const cursor: Agent = {
  id: 'cursor',
  name: 'Cursor',
  model: 'claude',
  rules: RULES,
  watched: ['**/.cursor/rules/**', '**/AGENTS.md', '**/CLAUDE.md', '.cursorrules'],
  read,
};

/** What the steps of reading share. */
interface Context {
  readonly folder: string;
  readonly opened: string | undefined;
  readonly reading: ReadingInProgress;
  readonly readable: ReadableFiles;
  readonly project: ProjectFiles;
  /** Files that loaded rules name, with the rules; they are told of last. */
  readonly references: { readonly path: string; readonly rule: string }[];
}

async function read({ files, folder, opened, user, project }: Situation): Promise<Reading> {
  const rulesOfUser = user && `${user.home}/.cursor/rules`;
  const readable = new ReadableFiles(files, [folder], rulesOfUser === undefined ? [] : [rulesOfUser]);
  const ofProject = await project(folder);
  const reading = new ReadingInProgress();
  const context: Context = {
    folder,
    opened,
    reading,
    readable,
    project: ofProject,
    references: [],
  };

  const rules = rulesOfUser === undefined ? [] : await readable.below(rulesOfUser);
  for (const file of await readable.allNamed(rules.filter((each) => each.endsWith('.mdc'))))
    putRule(context, file, RULES.user);
  for (const file of await readable.allNamed(await readable.below(`${folder}/.cursor/rules`)))
    if (file.path.endsWith('.mdc')) putRule(context, file);
    else reading.put('never', file.path, 'Its name does not end in .mdc.', RULES.ending);

  const own = opened !== undefined && isWithin(folder, opened) ? folderOf(opened) : folder;
  for (const each of foldersDown(folder, own)) await loadNamed(context, each, 'AGENTS.md', RULES.agents);
  await loadNamed(context, folder, 'CLAUDE.md', RULES.claude);
  await loadNamed(context, folder, '.cursorrules', RULES.legacy);
  await putReferences(context);
  putOthers(context, ofProject.paths);
  reading.tellOfLinks(readable.linksElsewhere);
  return reading.done({ root: folder, isOrderKnown: false });
}

/** @param ofUser the rule for files of the user, whatever mode the file has */
function putRule(context: Context, file: FileContent, ofUser?: AgentRule): void {
  const { reading, folder, opened, project } = context;
  const { path } = file;
  const text = textIn(file);
  const matter = text.slice(0, frontMatterLength(text));
  const attach = (why: string, rule: AgentRule): void => {
    const body = text.slice(matter.length);
    loadWhole(reading, file, why, ofUser ?? rule, body);
    addReferences(context, path, body);
  };
  const globs = globsOfRuleFile(text, HOST)?.globs;
  const rule = /^globs:(?:.*["'[]|[ \t]*\n[ \t]*-)/m.test(matter) ? RULES.quotes : RULES.globs;
  if (HOST.always!.test(matter)) attach('It says “alwaysApply: true”.', RULES.always);
  else if (globs) {
    const nothing = whatMatchesNothing(globs, cursorGlobs(globs), project);
    if (opened !== undefined && cursorGlobs(globs)(pathFrom(folder, opened)))
      attach(globsMatch(globs, pathFrom(folder, opened)), rule);
    else if (nothing !== undefined && !ofUser) reading.put('never', path, nothing, rule);
    else reading.put('notLoaded', path, forGlobs(globs), ofUser ?? rule);
  } else if (/^description:[ \t]*(?!["']{2})[^ \t\r\n#]/m.test(matter))
    reading.put('listedOnly', path, 'The agent sees its description.', ofUser ?? RULES.description);
  else {
    const name = nameOf(path).replace(/\.mdc$/, '');
    reading.put('notLoaded', path, `When somebody names @${name} in the chat.`, ofUser ?? RULES.manual);
  }
}

/** Names of files that stand in a rule with “@”. */
function addReferences({ references, folder }: Context, rule: string, body: string): void {
  for (const [, written] of body.matchAll(/(?<=^|\s)@([\w./-]*\w\.\w+)/g))
    references.push({ path: resolvePath(folder, written!), rule });
}

async function putReferences({ reading, readable, references }: Context): Promise<void> {
  for (const { path, rule } of references)
    if (await readable.imported(path, rule))
      reading.put(
        'onDemand',
        path,
        `${nameOf(rule)} names it, and the agent reads it when it needs it.`,
        RULES.reference,
      );
}

async function loadNamed(context: Context, folder: string, name: string, rule: AgentRule): Promise<void> {
  const isRoot = folder === context.folder;
  const why = isRoot ? 'It is in the root of the project.' : 'It is in a folder of the opened file, or above.';
  const file = await context.readable.named(`${folder}/${name}`);
  if (file) loadWhole(context.reading, file, why, rule);
}

function putOthers({ reading, folder }: Context, paths: readonly string[]): void {
  for (const path of paths.filter((each) => /(?:\.mdc?|\.cursorrules)$/.test(each))) {
    const absolute = `${folder}/${path}`;
    if (nameOf(path) === 'AGENTS.md')
      reading.put('notLoaded', absolute, `It is for files in ${folderOf(path) || 'the root'}.`, RULES.agents);
    else if (nameOf(path) === 'CLAUDE.md')
      reading.put('notLoaded', absolute, 'It is not in the root of the project.', RULES.nestedClaude);
    else if (path.includes('/.cursor/rules/') && path.endsWith('.mdc'))
      reading.put('notLoaded', absolute, 'It is not in .cursor/rules of the root.', RULES.nested);
    else if (path.endsWith('/.cursorrules'))
      reading.put('never', absolute, 'It is not in the root of the project.', RULES.legacy);
  }
}
