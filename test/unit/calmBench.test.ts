import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { kindOfFile } from '../../bench/calm/kindOfFile';
import type { Observation } from '../../bench/calm/observation';
import { placeOf } from '../../bench/calm/plantedFile';
import { PLANTED_AGENTS_FILES } from '../../bench/calm/plantedAgentsFiles';
import { PLANTED_FILES } from '../../bench/calm/plantedFiles';
import { rowsOfKinds } from '../../bench/calm/rowsOfKinds';
import { rowsOfPlantedFiles } from '../../bench/calm/rowsOfPlantedFiles';
import { writePlantedFiles } from '../../bench/calm/writeRepositories';

const EMPTY: Observation = {
  kind: 'skill',
  lines: 500,
  characters: 10_000,
  diagnostics: [],
  shaded: 0,
  hasChosenLimit: false,
  codeLenses: 0,
  marks: 0,
};
const START = { line: 0, character: 0 };

function missedGoals(...observations: Observation[]): string[] {
  return rowsOfKinds(observations)
    .filter(({ met }) => !met)
    .map(({ what }) => what.replace(/^.*: /, ''));
}

suite('bench “calm”', () => {
  test('plants 40 different files; an AGENTS.md alone has 32,768 bytes up to the limit', () => {
    assert.equal(new Set(PLANTED_FILES.map(({ path, name }) => `${path} ${name}`)).size, 40);
    for (const { name, within, beyond } of PLANTED_AGENTS_FILES.filter(({ others }) => others === undefined)) {
      const bytes = Buffer.byteLength(within);
      const next = Buffer.byteLength([...beyond][0]!);
      assert.ok(bytes <= 32_768 && bytes + next > 32_768, `${name}: ${bytes} bytes`);
    }
  });

  test('knows the place of what is beyond a limit', () => {
    assert.deepEqual(placeOf({ within: '', beyond: 'x' }), START);
    assert.deepEqual(placeOf({ within: '\uFEFFa\r\nb😀', beyond: 'x' }), { line: 1, character: 3 });
    assert.deepEqual(placeOf({ within: 'a\nbc', beyond: '\nx' }), { line: 1, character: 0 });
  });

  test('writes each planted file into a repository of its own', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'left-context-calm-'));
    try {
      const files = writePlantedFiles(folder, PLANTED_FILES);
      assert.ok(files.every(({ file }) => existsSync(file)));
      assert.ok(existsSync(path.join(folder, 'planted-1', '.git')));
      const outside = { name: 'outside', path: '../AGENTS.md', within: '', beyond: '' };
      assert.throws(() => writePlantedFiles(folder, [outside]), /leads out of its repository/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('names kinds of file', () => {
    const kind = (file: string, text = '', languageId = 'markdown') => kindOfFile(file, text, languageId);
    assert.equal(kind('/a/SKILL.md'), 'skill');
    assert.equal(kind('/a.yaml', 'system_prompt: Answer in one word.', 'yaml'), 'promptsInYaml');
    assert.equal(kind('/a.yaml', 'name: a', 'yaml'), 'other');
    assert.equal(kind('/README.md'), 'text');
  });

  test('counts by kind and per 1,000 lines', () => {
    const warned: Observation = { ...EMPTY, shaded: 500, diagnostics: [{ severity: 'warning', start: START }] };
    const rows = rowsOfKinds([EMPTY, warned, { ...EMPTY, kind: 'text' }]);
    const value = (what: string) => rows.find((row) => row.what === `skill, 2 files of 1,000 lines: ${what}`)?.value;
    assert.equal(value('warning diagnostics per 1,000 lines'), 1);
    assert.equal(value('hint diagnostics per 1,000 lines'), 0);
    assert.equal(value('share of characters shaded'), 0.025);
    assert.ok(rows.every(({ met }) => met));
  });

  test('has no place for errors without a chosen limit, nor for anything in text', () => {
    const error: Observation = { ...EMPTY, diagnostics: [{ severity: 'error', start: START }] };
    assert.deepEqual(missedGoals(error), ['errors where nobody chose a limit']);
    assert.deepEqual(missedGoals({ ...error, hasChosenLimit: true }), []);
    const text: Observation = { ...EMPTY, kind: 'text' };
    assert.deepEqual(missedGoals({ ...text, diagnostics: [{ severity: 'hint', start: START }] }), ['diagnostics']);
    assert.deepEqual(missedGoals({ ...text, shaded: 1 }), ['characters shaded']);
    assert.deepEqual(missedGoals({ ...text, codeLenses: 1 }), ['code lenses']);
    assert.deepEqual(missedGoals({ ...text, marks: 1 }), ['marks where models stop reading']);
  });

  test('wants one warning at the right place in a planted file', () => {
    const file = { name: 'short', path: 'AGENTS.md', within: 'a\nb', beyond: 'c' };
    const right = { severity: 'warning', start: { line: 1, character: 1 } } as const;
    const found = (diagnostics: Observation['diagnostics'] | null) =>
      rowsOfPlantedFiles([file], [diagnostics && { ...EMPTY, diagnostics }]).map(({ value }) => value);
    assert.deepEqual(found([right]), [1, 1]);
    assert.deepEqual(found([{ ...right, start: START }]), [1, 0]);
    assert.deepEqual(found([{ ...right, severity: 'error' }]), [1, 0]);
    assert.deepEqual(found([right, right]), [1, 0]);
    assert.deepEqual(found([]), [0, 0]);
    assert.deepEqual(found(null), [0, 0]);
    assert.match(rowsOfPlantedFiles([file], [null])[0]!.what, /; not AGENTS\.md \(short\)$/);
  });
});
