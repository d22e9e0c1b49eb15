import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkFile } from '../../src/core/findings/checkFile';
import { RULES } from '../../src/core/findings/rules';
import { promptFileKind } from '../../src/core/prompts/promptFileKinds';
import type { SettingSchema } from '../../src/core/sanitizeSetting';
import { settingSchemas, type SettingGroups } from '../../src/core/settingSchemas';
import { applyEdits } from '../../src/core/text/textEdit';
import { findingCases, folderOf, type FindingCase } from '../helpers/findingCases';
import { root } from '../helpers/fixtures';

const MARKS = /[⟦⟧]/g;

suite('findings', () => {
  test('each rule has texts in which it must find something, and texts in which it must not', () => {
    const cases = findingCases();
    assert.deepEqual(cases.map(({ rule }) => rule).toSorted(), RULES.map(({ id }) => id).toSorted());
    for (const { rule, found, quiet } of cases) assert.ok(found.length + quiet.length >= 30, rule);
  });

  test('each rule has a page, a row in docs/findings.md and an entry in the settings', () => {
    const docs = path.join(root, 'docs');
    const overview = readFileSync(path.join(docs, 'findings.md'), 'utf8');
    const settings = settingSchemas<{ properties: object } & SettingSchema>(
      JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as SettingGroups,
    );
    assert.deepEqual(
      Object.keys(settings['leftContext.findings.rules']!.properties),
      RULES.map(({ id }) => id),
    );
    for (const { id, title, isOnByDefault } of RULES) {
      assert.ok(
        overview.includes(`| [\`${id}\`](findings/${id}.md) | ${title} | ${isOnByDefault ? 'on' : 'off'} |`),
        id,
      );
      const page = readFileSync(path.join(docs, 'findings', `${id}.md`), 'utf8');
      assert.ok(page.startsWith(`# \`${id}\`: ${title}\n`), id);
    }
    const pages = readdirSync(path.join(docs, 'findings')).map((name) => path.basename(name, '.md'));
    assert.deepEqual(pages.toSorted(), RULES.map(({ id }) => id).toSorted());
  });

  for (const { rule: id, found, quiet } of findingCases()) {
    const rules = RULES.filter((rule) => rule.id === id);
    const check = ({ text, ...rest }: FindingCase) => {
      const kind = rest.path === undefined ? undefined : promptFileKind(`/${rest.path}`)?.id;
      return checkFile({ text, path: rest.path, kind, folder: folderOf({ text, ...rest }) }, rules);
    };

    test(`${id} finds what it must, and mends it`, () => {
      for (const each of found) {
        const text = each.text.replace(MARKS, '');
        const findings = check({ ...each, text });
        assert.equal(marked(text, findings), each.text);
        if (each.fixed !== undefined)
          assert.equal(
            applyEdits(
              text,
              findings.flatMap(({ fix }) => fix?.edits ?? []),
            ),
            each.fixed,
          );
        for (const { message } of findings) assert.match(message, /^[^a-z].*[.!?]\s.*[.]$/su, message);
      }
    });

    test(`${id} is silent where nothing is wrong`, () => {
      for (const each of quiet)
        assert.deepEqual(
          check(each).map(({ message }) => message),
          [],
          each.text,
        );
    });
  }
});

function marked(text: string, findings: readonly { start: number; end: number }[]): string {
  const ends = findings.flatMap(({ start, end }) => [
    { offset: start, length: 0, text: '⟦' },
    { offset: end, length: 0, text: '⟧' },
  ]);
  return applyEdits(text, ends);
}
