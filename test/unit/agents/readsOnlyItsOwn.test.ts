import assert from 'node:assert/strict';
import { agents } from '../../../src/core/agents/agents';
import { isWithin, nameOf } from '../../../src/core/agents/files/paths';
import { projectRoot } from '../../../src/core/agents/files/projectRoot';
import { filesInMemory, type FilesInMemory } from '../../helpers/filesInMemory';
import { HOME, PROJECT, situationIn } from '../../helpers/agentLayouts';
import { seeded } from '../../helpers/random';

const PROJECTS = 150;

const NAMES = [
  'AGENTS.md',
  'AGENTS.override.md',
  'CLAUDE.md',
  'CLAUDE.local.md',
  'GEMINI.md',
  '.cursorrules',
  '.claude/CLAUDE.md',
  '.claude/rules/style.md',
  '.claude/settings.json',
  '.codex/config.toml',
  '.cursor/rules/ui.mdc',
  '.gemini/settings.json',
  '.github/copilot-instructions.md',
  '.github/instructions/a.instructions.md',
  '.vscode/settings.json',
  '.gitignore',
  '.git/HEAD',
  '.git/info/exclude',
  'notes.md',
  'src/a.ts',
];
const FOLDERS = ['', 'pkg', 'pkg/api', 'Docs', 'pkg/api/deep'];

/** Files that no agent has a reason to read. */
const PRIVATE = [
  `${HOME}/.codex/auth.json`,
  `${HOME}/.claude/.credentials.json`,
  `${HOME}/.gemini/oauth_creds.json`,
  `${HOME}/.copilot/token`,
  `${HOME}/.ssh/id_rsa`,
  '/etc/passwd',
  '/disk/other/AGENTS.md',
  '/disk/other/notes.md',
  `${HOME}/diary.md`,
];

const TEXTS = [
  'Use tabs.\n',
  '@notes.md and @../notes.md and @./loop.md\n',
  `@/etc/passwd @~/.ssh/id_rsa @../../other/notes.md @/disk/other/notes.md @${HOME}/diary.md\n`,
  '---\nglobs: "**/*.ts"\npaths:\n  - "src/**"\napplyTo: "src/**"\n---\n@../../notes.md [n](../../../other/notes.md) #file:/etc/passwd\n',
  '---\nalwaysApply: true\n---\n@/etc/passwd\n',
  '',
];
const SETTINGS = [
  'project_doc_fallback_filenames = ["../other/notes.md", "/etc/passwd", "notes.md"]\n',
  JSON.stringify({
    context: {
      fileName: ['notes.md', '../../other/notes.md', 'oauth_creds.json', `../../${HOME}/.gemini/oauth_creds.json`],
      includeDirectories: ['../other', '~/'],
    },
    'chat.includeReferencedInstructions': true,
    'chat.instructionsFilesLocations': { '../other': true, '~/.ssh': true, '/etc': true },
    'chat.useCustomizationsInParentRepositories': true,
  }),
];

suite('the rules of agents, in random projects with links and imports', () => {
  for (const agent of agents)
    test(`${agent.name}: reads nothing elsewhere, ends, and does not depend on the order of folders`, async () => {
      const random = seeded(agent.id.length * 7919);
      for (let count = 0; count < PROJECTS; count++) {
        const { texts, links } = randomProject(random);
        const folder = `${PROJECT}${pick(
          random,
          FOLDERS.map((each) => each && `/${each}`),
        )}`;
        const opened = pick(random, [undefined, `${folder}/src/a.ts`, `${PROJECT}/pkg/api/deep/x.ts`]);
        const files = filesInMemory({ ...texts, [`${folder}/.keep`]: '' }, links);
        const reading = await agent.read(situationIn(files, folder, opened));
        await assertReadsOnlyItsOwn(files, folder);
        const shuffled = filesInMemory({ ...texts, [`${folder}/.keep`]: '' }, links, (entries) => entries.toReversed());
        assert.deepEqual(await agent.read(situationIn(shuffled, folder, opened)), reading);
      }
    });
});

/** In the repository, by their own names in folders above, or in the agents' folders of the user. */
async function assertReadsOnlyItsOwn(files: FilesInMemory, folder: string): Promise<void> {
  const repository = await projectRoot(files, folder);
  const userFolders = ['.codex', '.claude', '.gemini', '.copilot', '.cursor/rules'].map((each) => `${HOME}/${each}`);
  for (const path of files.pathsRead) {
    const place = path.replace(/(?:\/\.claude(?:\/rules)?)?\/[^/]*$/, '');
    const isAbove = isWithin(place, folder) && /^(?:AGENTS|CLAUDE|style)\b/.test(nameOf(path));
    const isOwn = isWithin(repository, path) || userFolders.some((each) => isWithin(each, path));
    assert.ok(isAbove || isOwn, `${path} was read for ${folder}`);
    assert.ok(!PRIVATE.includes(path) || isWithin(repository, path), `${path} is private`);
  }
}

function randomProject(random: () => number) {
  const texts: Record<string, string> = Object.fromEntries(PRIVATE.map((path) => [path, 'private text\n']));
  const links: Record<string, string> = {};
  const places = [...FOLDERS.map((each) => (each === '' ? PROJECT : `${PROJECT}/${each}`)), '/disk', HOME];
  for (const place of places)
    for (const name of NAMES) {
      if (random() < 0.6) continue;
      const path = `${place}/${name}`;
      if (random() < 0.12)
        links[path] = pick(random, [...PRIVATE, 'AGENTS.md', '../AGENTS.md', '.', name, '../notes.md']);
      else texts[path] = pick(random, /settings|config/.test(name) ? SETTINGS : TEXTS);
    }
  if (random() < 0.3) links[`${PROJECT}/.claude/rules/linked`] = pick(random, ['/disk/other', '..', HOME, '.']);
  if (random() < 0.3) links[`${PROJECT}/.cursor/rules/linked`] = pick(random, ['/disk/other', '..', '../rules']);
  // A path is a link or a file, and nothing lies below a link.
  for (const path of Object.keys(texts))
    if (Object.keys(links).some((link) => path === link || path.startsWith(`${link}/`))) delete texts[path];
  return { texts, links };
}

function pick<T>(random: () => number, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)]!;
}
