import assert from 'node:assert/strict';
import { projectFiles } from '../../../src/core/agents/files/projectFiles';
import { filesInMemory } from '../../helpers/filesInMemory';

suite('the files of a project', () => {
  test('are those of all folders, in the order of their paths', async () => {
    const { paths, isComplete } = await projectFiles(
      filesInMemory({ '/p/b/c.ts': '', '/p/a.ts': '', '/p/B.ts': '' }),
      '/p',
    );
    assert.deepEqual(paths, ['B.ts', 'a.ts', 'b/c.ts']);
    assert.ok(isComplete);
  });

  test('leave out folders that Git ignores, and keep files that it ignores', async () => {
    const files = filesInMemory({
      '/p/.gitignore': 'dist/\n*.local.md\n',
      '/p/dist/a.js': '',
      '/p/CLAUDE.local.md': '',
      '/p/pkg/.gitignore': '/out\n',
      '/p/pkg/out/b.js': '',
      '/p/other/out/c.js': '',
      '/p/node_modules/d/AGENTS.md': '',
      '/p/.git/HEAD': '',
    });
    const { paths } = await projectFiles(files, '/p');
    assert.deepEqual(paths, ['.gitignore', 'CLAUDE.local.md', 'other/out/c.js', 'pkg/.gitignore']);
  });

  test('hold links, and nothing behind them', async () => {
    const links = { '/p/loop': '.', '/p/AGENTS.md': '/elsewhere/AGENTS.md' };
    const { paths } = await projectFiles(filesInMemory({ '/p/a.ts': '', '/elsewhere/AGENTS.md': '' }, links), '/p');
    assert.deepEqual(paths, ['AGENTS.md', 'a.ts', 'loop']);
  });
});
