import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { observeFile } from '../../bench/calm/observeFile';
import { placeOf } from '../../bench/calm/plantedFile';
import { PLANTED_FILES } from '../../bench/calm/plantedFiles';
import { writePlantedFiles, writeRepositories } from '../../bench/calm/writeRepositories';
import { closeAll, extension } from './editor';

suite('bench “calm” in the editor', () => {
  let folder: string;
  /** This file runs from dist/test. */
  const prose = readFileSync(path.resolve(__dirname, '..', '..', 'test', 'fixtures', 'prose.md'), 'utf8').slice(
    0,
    6_000,
  );
  suiteSetup(async () => {
    folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'left-context-calm-bench-')));
    await extension();
  });
  teardown(closeAll);
  suiteTeardown(() => rmSync(folder, { recursive: true, force: true }));

  test('sees nothing in text, a mark in a prompt, and shading past a chosen limit', async () => {
    const source = 'repository';
    const [text, prompt, strict] = writeRepositories(folder, [
      { source, path: 'README.md', text: prose },
      { source, path: 'a.prompt.md', text: prose },
      { source, path: 'b.prompt.md', text: `<!-- left-context: limit=100 -->\n${prose}` },
    ]);
    const { kind, diagnostics, shaded, hasChosenLimit, codeLenses, marks } = await observeFile(text!);
    assert.deepEqual(
      { kind, diagnostics, shaded, hasChosenLimit, codeLenses, marks },
      {
        kind: 'text',
        diagnostics: [],
        shaded: 0,
        hasChosenLimit: false,
        codeLenses: 0,
        marks: 0,
      },
    );
    assert.ok((await observeFile(prompt!)).marks > 0);
    const chosen = await observeFile(strict!);
    assert.ok(chosen.hasChosenLimit && chosen.shaded > prose.length / 2);
    assert.ok(chosen.diagnostics.some(({ severity }) => severity === 'error'));
  });

  test('sees the warning in a planted file', async () => {
    const planted = PLANTED_FILES.find(({ name }) => name === 'byte order mark and CRLF')!;
    const [file] = writePlantedFiles(folder, [planted]);
    assert.deepEqual((await observeFile(file!)).diagnostics, [{ severity: 'warning', start: placeOf(planted) }]);
  });
});
