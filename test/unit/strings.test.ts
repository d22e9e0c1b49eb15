import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../helpers/fixtures';

const CALL = /\bl10n\s*\.t\(\s*('(?:[^'\\]|\\.)*')/g;

test('l10n/bundle.l10n.json contains exactly the strings that are passed to l10n.t', () => {
  const files = ['src', 'media'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(path.join(root, folder, file), 'utf8')),
  );
  const literals = files.flatMap((text) => Array.from(text.matchAll(CALL), ([, literal]) => literal!));
  const used = new Set(
    literals.map((literal) => JSON.parse(`"${literal.slice(1, -1).replaceAll('"', '\\"')}"`) as string),
  );
  const bundle = JSON.parse(readFileSync(path.join(root, 'l10n', 'bundle.l10n.json'), 'utf8')) as object;
  assert.deepEqual(Object.keys(bundle).sort(), [...used].sort());
});
