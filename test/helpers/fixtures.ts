import { readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(__dirname, '..', '..');
export const workspace = path.join(root, 'test', 'fixtures', 'workspace');
export const models = path.join(root, 'models');

/** Text of a sample prompt. */
export function samplePrompt(name: string): string {
  return readFileSync(path.join(workspace, name), 'utf8');
}
