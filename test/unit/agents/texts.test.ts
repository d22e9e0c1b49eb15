import assert from 'node:assert/strict';
import { claude } from '../../../src/core/agents/rules/claude';
import { codex } from '../../../src/core/agents/rules/codex';
import { gemini } from '../../../src/core/agents/rules/gemini';
import { sentOf, sentText } from '../../../src/core/agents/reading';
import { claudeImportsIn } from '../../../src/core/agents/syntax/claudeImports';
import { copilotHeader } from '../../../src/core/agents/syntax/copilotHeader';
import { importsIn } from '../../../src/core/agents/syntax/geminiImports';
import { filesInMemory } from '../../helpers/filesInMemory';
import { HOME, PROJECT, situationIn } from '../../helpers/agentLayouts';

suite('what agents are sent', () => {
  test('Codex: the user’s file, then the chain, cut at a byte', async () => {
    const files = filesInMemory({
      [`${HOME}/.codex/AGENTS.md`]: ' me \n',
      [`${PROJECT}/.git/HEAD`]: '',
      [`${PROJECT}/AGENTS.md`]: 'root\r\n',
      [`${PROJECT}/a/AGENTS.md`]: 'äöü',
    });
    const reading = await codex.read(situationIn(files, `${PROJECT}/a`, undefined, { project_doc_max_bytes: 9 }));
    const text = `me\n\n--- project-doc ---\n\nroot\r\n\n\nä\uFFFD`;
    assert.equal(
      sentText(reading),
      `# AGENTS.md instructions for ${PROJECT}/a\n\n<INSTRUCTIONS>\n${text}\n</INSTRUCTIONS>`,
    );
    assert.deepEqual(reading.budget, { bytes: 9, spent: 9 });
    assert.deepEqual(
      reading.loaded.map(({ bytes, keptBytes, bytesBefore }) => [bytes, keptBytes, bytesBefore]),
      [
        [5, undefined, undefined],
        [6, undefined, 0],
        [6, 3, 6],
      ],
    );
  });

  test('Gemini CLI: imports in their places, between marks', async () => {
    const files = filesInMemory({
      [`${PROJECT}/GEMINI.md`]: '\nSee @a.md and @missing.md now.\n',
      [`${PROJECT}/a.md`]: 'imported\n',
    });
    const reading = await gemini.read(situationIn(files, PROJECT));
    const path = `${PROJECT}/GEMINI.md`;
    assert.equal(
      sentText(reading),
      `<loaded_context>\n<project_context>\n--- Context from: ${path} ---\nSee <!-- Imported from: a.md -->\nimported\n\n` +
        '<!-- End of import from: a.md --> and <!-- Import failed: missing.md - no such file --> now.\n' +
        `--- End of Context from: ${path} ---\n</project_context>\n</loaded_context>`,
    );
    assert.equal(sentOf(reading, path), 'See  and  now.');
    assert.equal(reading.warnings.length, 1);
  });

  test('Claude Code: without comments and front matter, files joined by a blank line', async () => {
    const files = filesInMemory({
      [`${PROJECT}/CLAUDE.md`]: 'one\n<!-- for people -->\ntwo\n',
      [`${PROJECT}/.claude/rules/a.md`]: '---\nowner: me\n---\nthree\n',
    });
    assert.equal(sentText(await claude.read(situationIn(files, PROJECT))), 'one\ntwo\n\n\nthree\n');
  });

  test('a file that lies elsewhere is named, and its text is not there', async () => {
    const links = { [`${PROJECT}/AGENTS.md`]: '/elsewhere/secret.md' };
    const reading = await codex.read(
      situationIn(filesInMemory({ [`${PROJECT}/.keep`]: '', '/elsewhere/secret.md': 'secret' }, links), PROJECT),
    );
    assert.deepEqual(
      reading.loaded.map(({ unread }) => unread),
      ['It lies in /elsewhere/secret.md, and is not read here.'],
    );
    assert.ok(!sentText(reading).includes('secret'));
  });

  test('settings that cannot be read are named and left out', async () => {
    const files = filesInMemory({
      [`${PROJECT}/.codex/config.toml`]: 'project_doc_max_bytes = \n',
      [`${PROJECT}/AGENTS.md`]: 'root\n',
    });
    const reading = await codex.read(situationIn(files, PROJECT));
    assert.equal(reading.loaded.length, 1);
    assert.match(reading.warnings[0]!, /config\.toml cannot be read as settings, so it is left out: /);
  });
});

suite('the syntax of agents', () => {
  test('imports of Claude Code', () => {
    const text =
      'See @README, mail a@b.c and @docs/a\\ b.md\n`@span.md`\n\n```\n@fence.md\n```\n\n@"a b.md" @~/x.md @./y';
    assert.deepEqual(claudeImportsIn(text), ['README,', 'docs/a b.md', '~/x.md', './y']);
  });

  test('imports of Gemini CLI', () => {
    const paths = importsIn('@a.md (@b.md) `x @c.md` ~~~\n@d.md\n~~~ @_e.md @ü.md\t@./f').map(({ path }) => path);
    assert.deepEqual(paths, ['a.md', 'd.md', './f']);
  });

  const headers: [string, string, object][] = [
    ['unquoted globs', 'applyTo: **/*.ts', { applyTo: '**/*.ts' }],
    ['quotes and comments', 'applyTo: "**/*.ts" # all', { applyTo: '**/*.ts' }],
    ['lists', 'paths:\n  - "src/**"\n  - lib/**\nname: x', { paths: ['src/**', 'lib/**'], name: 'x' }],
    ['lists in brackets', 'paths: ["a", b]', { paths: ['a', 'b'] }],
    ['maps, which are no text', 'applyTo: {a,b}/**\nname: x', { name: 'x' }],
    ['blocks', 'applyTo: |\n  a,\n  b\nname: x', { applyTo: 'a,\nb', name: 'x' }],
    ['the first of two fields', 'name: a\nname: b', { name: 'a' }],
    ['nothing behind what is no field', 'name: a\n???\napplyTo: b', { name: 'a' }],
  ];
  for (const [what, yaml, expected] of headers)
    test(`front matter of Copilot: ${what}`, () => {
      assert.deepEqual(Object.fromEntries(copilotHeader(`---\n${yaml}\n---\ntext`)), expected);
    });
});
