import assert from 'node:assert/strict';
import { agentsFileChain, pathsToLookAt } from '../../src/core/prompts/agentsFileChain';

/** “path start-end read” of each file that Codex reads when it works in the folder of `path`. */
function chain(path: string, files: Record<string, number>, budget = 100): string[] {
  return agentsFileChain(path, new Map(Object.entries(files)), budget).files.map(
    (file) => `${file.path} ${file.start}-${file.end} ${file.read}`,
  );
}

suite('the chain of AGENTS.md files', () => {
  test('goes from the folder with .git down to that of the file', () => {
    const files = { '/r/.git': 0, '/AGENTS.md': 1, '/r/AGENTS.md': 4, '/r/a/b/AGENTS.md': 5, '/r/c/AGENTS.md': 6 };
    assert.deepEqual(chain('/r/a/b/AGENTS.md', files), ['/r/AGENTS.md 0-4 4', '/r/a/b/AGENTS.md 4-9 5']);
    assert.deepEqual(chain('/r/AGENTS.md', files), ['/r/AGENTS.md 0-4 4']);
  });

  test('starts at the nearest .git', () => {
    const files = { '/r/.git': 0, '/r/a/.git': 0, '/r/AGENTS.md': 4, '/r/a/AGENTS.md': 5 };
    assert.deepEqual(chain('/r/a/AGENTS.md', files), ['/r/a/AGENTS.md 0-5 5']);
  });

  test('is the file alone without .git', () => {
    assert.deepEqual(chain('/r/a/AGENTS.md', { '/r/AGENTS.md': 4, '/r/a/AGENTS.md': 5 }), ['/r/a/AGENTS.md 0-5 5']);
  });

  test('spends one budget, the topmost folder first', () => {
    const files = { '/r/.git': 0, '/r/AGENTS.md': 4, '/r/n/AGENTS.md': 6, '/r/n/d/AGENTS.md': 3 };
    assert.deepEqual(chain('/r/n/d/AGENTS.md', files, 7), [
      '/r/AGENTS.md 0-4 4',
      '/r/n/AGENTS.md 4-10 3',
      '/r/n/d/AGENTS.md 10-13 0',
    ]);
  });

  test('has one file of each folder: an override, even an empty one, hides AGENTS.md', () => {
    const files = { '/r/.git': 0, '/r/AGENTS.md': 4, '/r/AGENTS.override.md': 0, '/r/a/AGENTS.md': 5 };
    const { hidden } = agentsFileChain('/r/a/AGENTS.md', new Map(Object.entries(files)), 100);
    assert.deepEqual(hidden, [{ path: '/r/AGENTS.md', by: '/r/AGENTS.override.md' }]);
    assert.deepEqual(chain('/r/a/AGENTS.md', files), ['/r/AGENTS.override.md 0-0 0', '/r/a/AGENTS.md 0-5 5']);
  });

  test('is empty where nothing exists', () => {
    assert.deepEqual(chain('/r/AGENTS.md', {}), []);
  });

  test('depends on the files of all folders above', () => {
    assert.deepEqual(pathsToLookAt('/c:/r/AGENTS.md'), [
      '/c:/r/.git',
      '/c:/r/AGENTS.override.md',
      '/c:/r/AGENTS.md',
      '/c:/.git',
      '/c:/AGENTS.override.md',
      '/c:/AGENTS.md',
      '/.git',
      '/AGENTS.override.md',
      '/AGENTS.md',
    ]);
  });
});
