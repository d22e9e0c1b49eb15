import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { LIMITS_OF_PROMPT_FILES } from '../../src/core/prompts/limitsOfPromptFiles';
import { PROMPT_FILE_KINDS } from '../../src/core/prompts/promptFileKinds';
import { root } from '../helpers/fixtures';

suite('docs/prompt-files.md', () => {
  const page = readFileSync(path.join(root, 'docs', 'prompt-files.md'), 'utf8');

  for (const { id, name, source } of PROMPT_FILE_KINDS)
    test(`has the kind ${id} and where it is documented`, () => {
      assert.ok(page.includes(`| ${name} |`), name);
      assert.ok(page.includes(source), source);
    });

  for (const { kind, value, unit } of LIMITS_OF_PROMPT_FILES)
    test(`has the limit of ${kind} in ${unit}`, () => {
      assert.ok(page.includes(`${value.toLocaleString('en')} ${unit}`), `${value} ${unit}`);
    });
});
