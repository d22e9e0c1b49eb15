import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../test/helpers/fixtures';

/** Puts the pack's GGUF, which is committed in parts, together in `folder`. Returns its path. */
export function putGgufTogether(folder: string): string {
  const parts = path.join(root, 'packs', 'smollm2', 'gguf');
  const file = path.join(folder, 'model.gguf');
  const names = readdirSync(parts).filter((name) => /\.part\d+$/.test(name));
  for (const name of names.toSorted()) appendFileSync(file, readFileSync(path.join(parts, name)));
  return file;
}
