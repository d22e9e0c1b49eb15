import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { filesBelow } from '../helpers/filesHolding';

/** Text of the extension's own log in an editor's profile. */
export function logIn(profile: string): string {
  const logs = filesBelow(profile).filter((file) => /^data\/logs\/.*\/left-context\.left-context\/.*\.log$/.test(file));
  return logs.map((file) => readFileSync(path.join(profile, file), 'utf8')).join('\n');
}

/** Waits until the log contains a text. */
export async function logged(profile: string, text: string): Promise<void> {
  for (let attempt = 0; attempt < 300 && !logIn(profile).includes(text); attempt++) await sleep(100);
  const log = logIn(profile);
  assert.ok(log.includes(text), `The log does not say “${text}”, but:\n${log}`);
}
