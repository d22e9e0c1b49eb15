import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { filesMatching } from '../../src/cli/filesOfGlob';

suite('globs on the command line', () => {
  let folder: string;

  suiteSetup(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'left-context-globs-')).replaceAll('\\', '/');
    for (const name of ['prompts/de', 'my prompts', 'node_modules'])
      mkdirSync(`${folder}/${name}`, { recursive: true });
    for (const name of ['AGENTS.MD', 'prompts/a.md', 'prompts/de/b.md', 'my prompts/c.md', 'node_modules/d.md'])
      writeFileSync(`${folder}/${name}`, 'Answer briefly.');
  });
  suiteTeardown(() => rmSync(folder, { recursive: true }));

  const matched = async (glob: string, platform: NodeJS.Platform) => {
    const names = await filesMatching(`${folder}${glob}`, platform);
    return names.map((name) => path.relative(folder, name).replaceAll('\\', '/'));
  };

  test('may have \\ between folders on Windows', async () => {
    assert.deepEqual(await matched('\\prompts\\*.md', 'win32'), ['prompts/a.md']);
    assert.deepEqual(await matched('\\my prompts\\*.md', 'win32'), ['my prompts/c.md']);
    assert.deepEqual(await matched('\\prompts\\..\\my*\\*.md', 'win32'), ['my prompts/c.md']);
    assert.deepEqual(await matched('\\prompts/**\\*.md', 'win32'), ['prompts/a.md', 'prompts/de/b.md']);
  });

  test('find names in any case on Windows', async () => {
    assert.deepEqual(await matched('\\agents.*', 'win32'), ['AGENTS.MD']);
    await assert.rejects(matched('/agents.*', 'linux'), /No file matches/);
  });

  test('take \\ before a character as the character itself elsewhere', async () => {
    assert.deepEqual(await matched('/prompts/\\a.*', 'linux'), ['prompts/a.md']);
    await assert.rejects(matched('/prompts/\\*.md', 'linux'), /No file matches/);
  });
});
