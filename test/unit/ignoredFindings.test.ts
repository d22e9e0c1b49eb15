import assert from 'node:assert/strict';
import { checkFile } from '../../src/core/findings/checkFile';
import type { CheckedFile } from '../../src/core/findings/checkedPrompt';
import { ignoredFindingsIn, notIgnored, type IgnoredFinding } from '../../src/core/findings/ignoredFindings';
import { ignoringComment } from '../../src/core/findings/ignoringComment';
import type { Rule } from '../../src/core/findings/rule';
import { rulesInUse } from '../../src/core/findings/rulesInUse';
import { RULES } from '../../src/core/findings/rules';
import { applyEdits } from '../../src/core/text/textEdit';

/** Finds each “wrong”. */
const rule: Rule = {
  id: 'wrong-word',
  title: 'A wrong word',
  isOnByDefault: true,
  reads: 'prompt',
  find: ({ text }) =>
    Array.from(text.matchAll(/wrong(?: \w+)?/g), ({ index, 0: words }) => ({
      start: index,
      end: index + words.length,
      message: 'It is wrong. Nothing happens.',
    })),
};

function kept(file: CheckedFile, ignored: readonly IgnoredFinding[] = []): string[] {
  return notIgnored(file, checkFile(file, [rule]), ignored).map(({ start, end }) => file.text.slice(start, end));
}

suite('ignored findings', () => {
  test('a comment ignores those of its own line and the next, or of the whole file', () => {
    const here = 'wrong one\n<!-- left-context: ignore=wrong-word -->\nwrong two\nwrong three';
    assert.deepEqual(kept({ text: here }), ['wrong one', 'wrong three']);
    assert.deepEqual(kept({ text: 'wrong one {# left-context: ignore=other,wrong-word #}' }), []);
    assert.deepEqual(kept({ text: 'wrong one\n# left-context: ignore-file=wrong-word\n\nwrong two' }), []);
    assert.deepEqual(kept({ text: 'wrong one <!-- left-context: ignore=other -->' }), ['wrong one']);
  });

  test('settings ignore those of a file, all or those on certain lines', () => {
    const file = { text: '- wrong one, wrong two\n  - wrong one\n- wrong three', path: 'docs/prompts/a.md' };
    const line = '- wrong one';
    assert.deepEqual(kept(file, [{ file: '/docs', rule: 'wrong-word', line }]), [
      'wrong one',
      'wrong two',
      'wrong three',
    ]);
    assert.deepEqual(kept(file, [{ file: '*.md', rule: 'wrong-word' }]), []);
    assert.equal(kept(file, [{ file: '/prompts/a.md', rule: 'wrong-word' }]).length, 4);
    assert.equal(kept({ ...file, path: '../a.md' }, [{ file: 'a.md', rule: 'wrong-word' }]).length, 4);
    assert.equal(kept({ text: file.text }, [{ file: 'a.md', rule: 'wrong-word' }]).length, 4);
  });

  test('entries of a setting that are none are left out', () => {
    const right = { file: 'a', rule: 'b' };
    assert.deepEqual(ignoredFindingsIn([right, null, 3, { file: 'a' }, { file: 'a', rule: 'b', line: 1 }]), [right]);
  });

  test('the comment of a quick fix ignores its finding, and stands where the model does not read it', () => {
    const insert = (file: CheckedFile) => {
      const [finding] = checkFile(file, [rule]);
      const edit = ignoringComment(file, finding!);
      return edit && applyEdits(file.text, [edit]);
    };
    const claude = insert({ text: '# A\n\nIt is wrong here.\n', path: 'CLAUDE.md', kind: 'claude' });
    assert.equal(claude, '# A\n\n<!-- left-context: ignore=wrong-word -->\nIt is wrong here.\n');
    assert.deepEqual(kept({ text: claude }), []);
    const jinja = insert({ text: 'a\nIt is wrong here.', path: 'p.jinja2' });
    assert.equal(jinja, 'a{# left-context: ignore=wrong-word #}\nIt is wrong here.');
    for (const text of ['It is wrong here.', 'a\n{% raw %}\nIt is wrong here.'])
      assert.equal(insert({ text, path: 'p.jinja2' }), undefined);
    assert.deepEqual(kept({ text: jinja }), []);
    // Within a paragraph or a list, Claude Code keeps comments; Codex and Copilot keep all.
    for (const text of ['It is\nwrong here.', '- It is\n- wrong here'])
      assert.equal(insert({ text, path: 'CLAUDE.md', kind: 'claude' }), undefined);
    assert.equal(insert({ text: 'It is wrong.', path: 'AGENTS.md', kind: 'agents' }), undefined);
  });

  test('settings switch rules on and off', () => {
    const [first] = RULES.filter(({ isOnByDefault }) => isOnByDefault);
    assert.ok(!rulesInUse({ [first!.id]: 'off' }).includes(first!));
    assert.ok(rulesInUse({ [first!.id]: 3 }).includes(first!));
    const all = Object.fromEntries(RULES.map(({ id }) => [id, 'on']));
    assert.deepEqual(rulesInUse(all), RULES);
  });
});

suite('findings in the parts of a file', () => {
  test('stand where the file has them', () => {
    const yaml = 'model: x\nsystem_prompt: |\n  You are a bot.\n  This is wrong here.\nnote: wrong there\n';
    const found = checkFile({ text: yaml, path: 'a.yaml' }, [rule]);
    assert.deepEqual(
      found.map(({ start, end }) => yaml.slice(start, end)),
      ['wrong here'],
    );
  });

  test('have no fix where the file spells the text otherwise', () => {
    const fixing: Rule = {
      ...rule,
      find: (prompt) =>
        rule.find(prompt).map((finding) => ({
          ...finding,
          fix: { title: 'Mend it', edits: [{ offset: finding.start, length: 5, text: 'right' }] },
        })),
    };
    const fixesIn = (yaml: string) => checkFile({ text: yaml, path: 'a.yaml' }, [fixing]).map(({ fix }) => fix);
    const yaml = 'model: x\nsystem_prompt: |\n  You are a bot.\n  This is wrong here.\n';
    assert.equal(fixesIn(yaml)[0]!.edits[0]!.offset, yaml.indexOf('wrong'));
    assert.deepEqual(fixesIn('model: x\nsystem_prompt: "You are a bot.\\nThis is wr\\u006fng here."\n'), [undefined]);
  });

  test('have no fix where the marks around the text would end', () => {
    const quoting: Rule = {
      ...rule,
      find: (prompt) =>
        rule.find(prompt).map((finding) => ({
          ...finding,
          fix: { title: 'Quote it', edits: [{ offset: finding.start, length: 0, text: '"' }] },
        })),
    };
    const fixIn = (yaml: string) => checkFile({ text: yaml, path: 'a.yaml' }, [quoting])[0]!.fix;
    assert.equal(fixIn('model: x\nsystem_prompt: "You are a bot. This is wrong here."\n'), undefined);
    assert.ok(fixIn('model: x\nsystem_prompt: |\n  You are a bot. This is wrong here.\n'));
  });

  test('do not overlap: the earlier rule’s stay', () => {
    const other = { ...rule, id: 'other' };
    const found = checkFile({ text: 'wrong one and wrong two' }, [other, rule]);
    assert.deepEqual(
      found.map((each) => each.rule.id),
      ['other', 'other'],
    );
  });
});
