import { rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { withFsErrors } from './diskErrors';
import { createExclusively, LOCK_FILE, readLock, type LockOwner, type LockSnapshot } from './lockFile.node';

/** Name in a model's folder of the lock that guards removing a stale lock. */
export const TAKEOVER_FILE = 'left-context.lock.takeover';

/** Milliseconds after which a takeover lock is stale. */
const TAKEOVER_TIMEOUT = 10_000;

/** Whether the owner ran on this machine and its process has ended. */
export function isOwnerDead({ text }: LockSnapshot): boolean {
  try {
    const { pid, host } = JSON.parse(text) as LockOwner;
    if (host !== hostname()) return false;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/**
 * Removes a stale lock unless it has changed since it was read. The takeover lock lets one process do so at a time:
 * two could otherwise remove the stale lock and then the new lock of the first.
 */
export async function removeStaleLock(folder: string, stale: LockSnapshot): Promise<boolean> {
  const file = path.join(folder, LOCK_FILE);
  const takeover = path.join(folder, TAKEOVER_FILE);
  if (!(await withFsErrors(takeover, () => createExclusively(takeover, '')))) {
    const created = (await stat(takeover).catch(() => undefined))?.mtimeMs ?? Date.now();
    if (Date.now() - created > TAKEOVER_TIMEOUT) await rm(takeover, { force: true });
    return false;
  }
  try {
    const current = await readLock(file);
    if (current?.text !== stale.text || current.heartbeat !== stale.heartbeat) return false;
    await withFsErrors(file, () => rm(file, { force: true }));
    return true;
  } finally {
    await rm(takeover, { force: true });
  }
}
