import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../test/helpers/fixtures';

/** Our own documentation in one text: prose, lists, tables and code. */
export function docs(): string {
  const folder = path.join(root, 'docs');
  const pages = readdirSync(folder).filter((name) => name.endsWith('.md'));
  return pages.map((name) => readFileSync(path.join(folder, name), 'utf8')).join('\n');
}
