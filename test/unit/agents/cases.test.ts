import assert from 'node:assert/strict';
import type { AgentId, Settings } from '../../../src/core/agents/agent';
import { fromSystem, resolvePath } from '../../../src/core/agents/files/paths';
import { sentText, type Reading } from '../../../src/core/agents/reading';
import { claudeRule } from '../../../src/core/agents/syntax/claudeRuleFiles';
import { importsIn } from '../../../src/core/agents/syntax/geminiImports';
import { copilotGlobs } from '../../../src/core/prompts/globs/copilotGlobs';
import { agentById, HOME, PROJECT, situationIn } from '../../helpers/agentLayouts';
import { filesInMemory } from '../../helpers/filesInMemory';

interface Place {
  readonly links?: Readonly<Record<string, string>>;
  /** From the project. */
  readonly folder?: string;
  readonly opened?: string;
  readonly settings?: Settings;
}

/** What an agent reads of these files, by their paths from the project. */
function read(agent: AgentId, files: Readonly<Record<string, string>>, place: Place = {}): Promise<Reading> {
  const at = (name: string) => (name.startsWith('/') ? name : `${PROJECT}/${name}`);
  const placed = (entries: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(entries).map(([name, value]) => [at(name), value]));
  const system = filesInMemory({ [at('.git/HEAD')]: '', ...placed(files) }, placed(place.links ?? {}));
  const folder = place.folder === undefined ? PROJECT : at(place.folder);
  const opened = place.opened === undefined ? undefined : at(place.opened);
  return agentById(agent).read(situationIn(system, folder, opened, place.settings));
}

const names = (files: readonly { readonly path: string }[]) => files.map(({ path }) => path.replace(`${PROJECT}/`, ''));

suite('cases of what agents read', () => {
  test('Cursor: a file that a rule names is loaded if another rule loads it', async () => {
    const reading = await read('cursor', {
      '.cursor/rules/a.mdc': '---\nalwaysApply: true\n---\nSee @AGENTS.md and @.cursor/rules/b.mdc and @notes.md\n',
      '.cursor/rules/b.mdc': '---\nalwaysApply: true\n---\nb\n',
      'AGENTS.md': 'agents\n',
      'notes.md': 'notes\n',
    });
    assert.deepEqual(names(reading.loaded), ['.cursor/rules/a.mdc', '.cursor/rules/b.mdc', 'AGENTS.md']);
    assert.deepEqual(names(reading.onDemand), ['notes.md']);
  });

  test('Claude Code: an import needs no approval for what is read anyway', async () => {
    const files = {
      'CLAUDE.md': '@CLAUDE.local.md @other.md\n',
      'CLAUDE.local.md': 'local\n',
      'other.md': 'o\n',
      'pkg/a.ts': '',
    };
    const reading = await read('claude', files, { folder: 'pkg' });
    assert.deepEqual(names(reading.loaded), ['CLAUDE.md', 'CLAUDE.local.md']);
    assert.deepEqual(names(reading.notLoaded), ['other.md']);
  });

  test('Claude Code: AGENTS.md behind CLAUDE.md is not lost', async () => {
    const linked = await read('claude', { 'AGENTS.md': 'a\n' }, { links: { 'CLAUDE.md': 'AGENTS.md' } });
    assert.deepEqual([names(linked.loaded), names(linked.never)], [['CLAUDE.md'], []]);
    const below = {
      'CLAUDE.md': 'c\n',
      'pkg/CLAUDE.md': '@AGENTS.md\n',
      'pkg/AGENTS.md': 'p\n',
      'lib/AGENTS.md': 'l\n',
    };
    const reading = await read('claude', below);
    assert.deepEqual(names(reading.notLoaded), ['pkg/AGENTS.md', 'pkg/CLAUDE.md']);
    assert.deepEqual(names(reading.never), ['lib/AGENTS.md']);
  });

  test('Gemini CLI: a file that is imported and in the chain is sent twice', async () => {
    const files = { 'GEMINI.md': '@pkg/GEMINI.md\n', 'pkg/GEMINI.md': 'package\n' };
    const reading = await read('gemini', files, { folder: 'pkg' });
    assert.equal(sentText(reading).match(/package/g)?.length, 2);
    assert.deepEqual(names(reading.loaded), ['GEMINI.md', 'pkg/GEMINI.md']);
  });

  test('Gemini CLI: files that import each other end', async () => {
    const imports = Array.from({ length: 30 }, () => '@b.md').join(' ');
    const files = {
      'GEMINI.md': imports,
      'b.md': imports.replaceAll('b.md', 'c.md'),
      'c.md': imports.replaceAll('b.md', 'd.md'),
      'd.md': '',
    };
    const reading = await read('gemini', files);
    assert.ok(reading.sent.length < 10_000);
    assert.ok(reading.warnings.some((each) => each.includes('more than 1,000 imports')));
  });

  test('Codex: says of other folders what is true of them', async () => {
    const files = { 'AGENTS.md': 'root', 'a/AGENTS.md': 'a', 'b/AGENTS.override.md': 'o', 'b/AGENTS.md': 'b' };
    const reading = await read('codex', files);
    assert.deepEqual(names(reading.notLoaded), ['a/AGENTS.md', 'b/AGENTS.override.md']);
    assert.deepEqual(names(reading.never), ['b/AGENTS.md']);
    const spent = await read('codex', files, { settings: { project_doc_max_bytes: 4 } });
    assert.deepEqual(names(spent.never), ['a/AGENTS.md', 'b/AGENTS.md', 'b/AGENTS.override.md']);
  });

  test('the user’s secrets are not read, whatever a project links to or names', async () => {
    const secrets = {
      [`${HOME}/.codex/auth.json`]: 'secret',
      [`${HOME}/.claude/.credentials.json`]: 'secret',
      [`${HOME}/.gemini/oauth_creds.json`]: 'secret',
    };
    const links = { 'AGENTS.md': `${HOME}/.codex/auth.json`, 'CLAUDE.md': `${HOME}/.claude/.credentials.json` };
    const settings = JSON.stringify({ context: { fileName: ['oauth_creds.json'] } });
    for (const agent of ['codex', 'claude', 'gemini', 'copilot'] as const) {
      const reading = await read(agent, { ...secrets, '.gemini/settings.json': settings }, { links });
      assert.ok(!sentText(reading).includes('secret'), agent);
    }
  });

  test('folders that Git ignores above the open folder are not searched, and globs for them are no fault', async () => {
    const files = {
      '.gitignore': 'dist/\n',
      'pkg/dist/AGENTS.md': 'built',
      'pkg/.cursor/rules/a.mdc': '---\nglobs: dist/**\n---\na\n',
      'pkg/.cursor/rules/b.mdc': '---\nglobs: old/**\n---\nb\n',
    };
    const reading = await read('cursor', files, { folder: 'pkg' });
    assert.deepEqual(names(reading.notLoaded), ['pkg/.cursor/rules/a.mdc']);
    assert.deepEqual(names(reading.never), ['pkg/.cursor/rules/b.mdc']);
  });

  test('Copilot: instructions of folders below are no loss', async () => {
    const reading = await read('copilot', { 'AGENTS.md': 'a', 'pkg/AGENTS.md': 'p', 'pkg/CLAUDE.md': 'c' });
    assert.deepEqual([names(reading.notLoaded), names(reading.never)], [['pkg/AGENTS.md', 'pkg/CLAUDE.md'], []]);
  });
});

suite('paths, globs and front matter of agents', () => {
  test('paths of Windows', () => {
    assert.equal(fromSystem('C:\\code\\a\\'), '/c:/code/a');
    assert.equal(resolvePath('/c:/code/a', '../b.md'), '/c:/code/b.md');
  });

  test('braces of VS Code', () => {
    assert.ok(copilotGlobs('**/*.{ts}')('a/b.ts'));
    assert.ok(!copilotGlobs('**/*.{js, ts}')('a/b.ts'));
    assert.equal(typeof copilotGlobs('{a,b}'.repeat(30))('a'), 'boolean');
  });

  const rules: [string, string, readonly string[] | undefined, boolean, string][] = [
    ['empty front matter', '---\n---\nbody\n\n---\nrest', undefined, false, 'body\n\n---\nrest'],
    ['a comment alone', '---\n# mine\n---\nbody', undefined, false, 'body'],
    ['TOML, which is text', '+++\na = 1\n+++\nbody', undefined, false, '+++\na = 1\n+++\nbody'],
    [
      'a long list',
      `---\npaths:\n${'  - "src/**"\n'.repeat(1_500)}---\nbody`,
      Array.from({ length: 1_500 }, () => 'src/**'),
      false,
      'body',
    ],
    ['no YAML', '---\npaths: "a\n---\nbody', undefined, true, 'body'],
  ];
  for (const [what, text, globs, isBroken, body] of rules)
    test(`a rule of Claude Code with ${what}`, () => {
      assert.deepEqual(claudeRule(text), { globs, isBroken, text: body });
    });

  test('imports are found in long texts of code, in time in proportion', () => {
    const text =
      '`a` @b\n'.repeat(40_000) + Array.from({ length: 800 }, (_, count) => '`'.repeat(count + 1)).join(' x ');
    const start = performance.now();
    assert.equal(importsIn(text).length, 40_000);
    // The time grew with the square: 19 s.
    assert.ok(performance.now() - start < 5_000);
  });
});
