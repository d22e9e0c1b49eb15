import assert from 'node:assert/strict';
import { readFolder } from '../../src/core/findings/files/readFolder';

/** A folder with these files; a text that begins with -> is a link. */
function folderWith(texts: Readonly<Record<string, string>>) {
  const names = Object.keys(texts);
  return readFolder({
    list: (folder) => {
      const prefix = folder === '' ? '' : `${folder}/`;
      const inside = names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
      const entries = new Map(
        inside.map((name) => {
          const [first] = name.split('/') as [string];
          const isLink = texts[prefix + name]!.startsWith('->');
          return [first, { name: first, kind: name !== first ? 'folder' : isLink ? 'link' : 'file' } as const];
        }),
      );
      return Promise.resolve([...entries.values()]);
    },
    read: (name) => Promise.resolve(texts[name]),
  });
}

suite('the files of a folder', () => {
  test('are those that Git does not ignore', async () => {
    const { files, isWhole } = await folderWith({
      '.git/HEAD': 'ref: refs/heads/main',
      '.git/info/exclude': 'notes.md\n',
      '.gitignore': '/out/\n*.log\n',
      'AGENTS.md': '',
      'notes.md': '',
      'out/a.md': '',
      'docs/.gitignore': 'draft.md\n!kept.log\n',
      'docs/a.md': '',
      'docs/draft.md': '',
      'docs/kept.log': '',
      'docs/deep/draft.md': '',
      'node_modules/x/README.md': '',
    });
    assert.ok(isWhole);
    assert.deepEqual(files.paths, ['.gitignore', 'AGENTS.md', 'docs/.gitignore', 'docs/a.md', 'docs/kept.log']);
    for (const path of ['docs', 'docs/', 'docs/a.md']) assert.ok(files.has(path), path);
    for (const path of ['docs/b.md', 'doc', 'out']) assert.ok(!files.has(path), path);
    for (const path of ['out/new.md', 'x.log', 'docs/draft.md', 'docs/deep/draft.md', 'notes.md'])
      assert.ok(files.isIgnored(path), path);
    for (const path of ['docs/new.md', 'docs/kept.log', 'draft.md']) assert.ok(!files.isIgnored(path), path);
  });

  test('behind a link count as there', async () => {
    const { files } = await folderWith({ '.git/HEAD': '', shared: '-> ../shared' });
    assert.ok(files.has('shared') && files.has('shared/any/file.md') && !files.has('other/file.md'));
  });

  test('are not all where it is no whole checkout', async () => {
    assert.ok(!(await folderWith({ 'a.md': '' })).isWhole);
    assert.ok(!(await folderWith({ '.git/HEAD': '', '.git/info/sparse-checkout': '/a' })).isWhole);
    // The folder of a worktree has a file in place of .git.
    assert.ok((await folderWith({ '.git': 'gitdir: …', 'a.md': '' })).isWhole);
    const many = Object.fromEntries(Array.from({ length: 50_002 }, (_, index) => [`d/${index}.txt`, '']));
    assert.ok(!(await folderWith({ '.git/HEAD': '', ...many })).isWhole);
  });
});
