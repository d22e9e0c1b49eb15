import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { agents } from '../../src/core/agents/agents';
import { root } from '../helpers/fixtures';

suite('docs/agents.md', () => {
  const page = readFileSync(path.join(root, 'docs', 'agents.md'), 'utf8').replaceAll('\\', '');

  for (const { name, rules } of agents)
    test(`has the rules of ${name}, and where they are known from`, () => {
      assert.ok(page.includes(`### ${name}\n`), name);
      for (const { says, note, source, certainty } of Object.values(rules)) {
        assert.ok(page.includes(says), says);
        assert.ok(note === undefined || page.includes(note), note);
        assert.ok(page.includes(`[${certainty === 'unclear' ? 'not sure' : certainty}](${source})`), source);
      }
    });
});
