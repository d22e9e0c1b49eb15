import assert from 'node:assert/strict';
import { claudeGlobs } from '../../src/core/prompts/globs/claudeGlobs';
import { copilotGlobs } from '../../src/core/prompts/globs/copilotGlobs';
import { cursorGlobs } from '../../src/core/prompts/globs/cursorGlobs';
import { globTest, withoutBraces } from '../../src/core/prompts/globs/globPattern';

suite('globs of hosts', () => {
  test('a pattern matches names and folders', () => {
    const cases: [pattern: string, path: string, fits: boolean][] = [
      ['*.ts', 'a.ts', true],
      ['*.ts', 'src/a.ts', false],
      ['**/*.ts', 'a.ts', true],
      ['**/*.ts', 'src/ui/a.ts', true],
      ['src/**', 'src/ui/a.ts', true],
      ['src/**', 'other/src/a.ts', false],
      ['src/*/a.ts', 'src/ui/a.ts', true],
      ['src/*/a.ts', 'src/ui/x/a.ts', false],
      ['a?.[jt]s', 'ab.ts', true],
      ['a?.[!j]s', 'ab.js', false],
      ['**/a/**/b', 'a/x/a/y/b', true],
      ['*a*b*c', 'xaybzc', true],
      ['*a*b*c', 'xaybz', false],
    ];
    for (const [pattern, path, fits] of cases) assert.equal(globTest(pattern)(path), fits, `${pattern} ${path}`);
  });

  test('braces stand for several patterns', () => {
    assert.deepEqual(withoutBraces('a.{ts, tsx}'), ['a.ts', 'a.tsx']);
    assert.deepEqual(withoutBraces('{a,b}/{c,d}'), ['a/c', 'a/d', 'b/c', 'b/d']);
    assert.ok(withoutBraces('{a,b}'.repeat(20)).length <= 2_048);
  });

  test('GitHub Copilot looks in any folder and any letter case', () => {
    assert.ok(copilotGlobs('src/**/*.ts')('packages/a/SRC/x.ts'));
    assert.ok(!copilotGlobs('/src/**')('packages/src/x.ts'));
    assert.ok(copilotGlobs('*')('a/b.c'));
    assert.ok(copilotGlobs('**/*.py, **/*.{ts,tsx}')('a/b.tsx'));
  });

  test('Cursor and Claude Code look from the root', () => {
    for (const globs of [cursorGlobs, claudeGlobs]) {
      assert.ok(globs('*.md, src/**/*.ts')('src/ui/a.ts'));
      assert.ok(!globs('*.md')('docs/a.md'));
      assert.ok(globs(['src/{ui,api}/*'])('src/api/a.ts'));
    }
  });

  test('hostile patterns take no time', () => {
    const start = performance.now();
    globTest('*a'.repeat(500))('a'.repeat(5_000));
    globTest('**/a/'.repeat(500))('a/'.repeat(2_000));
    assert.ok(performance.now() - start < 500);
  });
});
