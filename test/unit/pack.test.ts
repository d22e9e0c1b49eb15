import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectedGguf, joinParts } from '../../scripts/packModels';
import { PACK } from '../../scripts/release/targets';
import { checkContributions } from '../../src/core/models/contributedModels';
import { root } from '../helpers/fixtures';

interface Manifest {
  name: string;
  publisher: string;
  engines: { vscode: string };
  extensionKind: string[];
  extensionPack: string[];
  main?: string;
  contributes: { leftContextModels: { id: string; path: string }[] };
}

const manifestIn = (folder: string) =>
  JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8')) as Manifest;
const manifest = manifestIn(PACK);

suite('the pack', () => {
  test('is installed with Left Context, wherever that runs, and has no code', () => {
    const { publisher, name, engines, extensionKind, main } = manifest;
    const ours = manifestIn('.');
    assert.deepEqual(ours.extensionPack, [`${publisher}.${name}`]);
    assert.deepEqual(
      [publisher, engines.vscode, extensionKind],
      [ours.publisher, ours.engines.vscode, ours.extensionKind],
    );
    assert.equal(main, undefined);
  });

  test('its entries are right', () => {
    const entries = manifest.contributes.leftContextModels;
    const { models, refusals } = checkContributions([{ extension: 'left-context.left-context-smollm2', entries }]);
    assert.deepEqual(refusals, []);
    assert.deepEqual(
      models.map(({ id }) => id),
      ['smollm2', 'minilm'],
    );
  });

  test('no file of it in git has 50 MB', () => {
    const files = readdirSync(path.join(root, PACK), { recursive: true, encoding: 'utf8' });
    const inGit = files.filter((file) => !file.startsWith(path.join('models', 'smollm2')));
    for (const file of inGit) assert.ok(statSync(path.join(root, PACK, file)).size < 50_000_000, file);
  });
});

suite('the parts of a GGUF file', () => {
  let folder: string;

  setup(() => (folder = mkdtempSync(path.join(tmpdir(), 'left-context-parts-'))));
  teardown(() => rmSync(folder, { recursive: true }));

  test('make the file that SHA256SUMS names', () => {
    const file = path.join(folder, 'whole.gguf');
    joinParts(path.join(root, PACK, 'gguf'), expectedGguf(), file);
    assert.equal(statSync(file).size, 98_362_432);
    assert.equal(readFileSync(file).toString('latin1', 0, 4), 'GGUF');
  });

  test('are refused when one is damaged, and the sentence says what to do', () => {
    const source = expectedGguf();
    writeFileSync(path.join(folder, `${source.name}.part1`), 'GGUF');
    copyFileSync(path.join(root, PACK, 'package.json'), path.join(folder, `${source.name}.part2`));
    const joining = () => joinParts(folder, source, path.join(folder, 'whole.gguf'));
    assert.throws(joining, /Q4_1\.gguf do not make the file that SHA256SUMS names\. Get them again: git checkout/);
  });
});
