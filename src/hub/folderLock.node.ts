import { randomUUID } from 'node:crypto';
import { lstat, mkdir, open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { withFsErrors } from './fsErrors';
import { HubError } from './hubError';
import { wait } from './retry.node';
import { retryOnWindows } from './retryOnWindows.node';
import type { RetryPolicy } from './retryPolicy';

/** Names in a model's folder of the lock, and of the lock that guards removing a stale lock. */
export const LOCK_FILE = 'left-context.lock';
export const TAKEOVER_FILE = 'left-context.lock.takeover';

/** Milliseconds after which a takeover lock is stale. */
const TAKEOVER_TIMEOUT = 10_000;

/** Content of a lock file. */
interface LockOwner {
  readonly pid: number;
  readonly host: string;
  readonly key: string;
}

/** A lock file as read from the disk. */
interface LockSnapshot {
  readonly text: string;
  /** Modification time in milliseconds, by the clock of the disk: the owner's last heartbeat. */
  readonly heartbeat: number;
}

/** Lets one download at a time use a folder, among all processes that see it. The owner sends heartbeats. */
export class FolderLock {
  readonly #file: string;
  readonly #text: string;
  readonly #lost = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #pendingHeartbeat: Promise<void> = Promise.resolve();

  /**
   * Waits for the lock and creates the folder if needed. Takes the lock over when its owner's process has ended or its
   * heartbeats have stopped. Throws a HubError when the disk refuses, or the signal's reason.
   *
   * @param onWait called repeatedly while another owner holds the lock
   */
  static async acquire(
    folder: string,
    retryPolicy: RetryPolicy,
    signal: AbortSignal,
    onWait: () => void = () => {},
  ): Promise<FolderLock> {
    let lastVersion = '';
    let lastChange = performance.now();
    for (;;) {
      signal.throwIfAborted();
      const lock = await FolderLock.#create(folder, retryPolicy);
      if (lock) return lock;
      const current = await readLock(path.join(folder, LOCK_FILE));
      if (!current) continue;
      // The owner's clock may differ from ours, so our clock measures the time between its heartbeats.
      const version = `${current.heartbeat} ${current.text}`;
      if (version !== lastVersion) [lastVersion, lastChange] = [version, performance.now()];
      if (isOwnerDead(current) || performance.now() - lastChange > retryPolicy.lockTimeout) {
        if (await removeStaleLock(folder, current)) continue;
      }
      onWait();
      await wait(retryPolicy.lockPollInterval, signal);
    }
  }

  /** Takes the lock unless a live owner holds it; undefined otherwise. Throws a HubError when the disk refuses. */
  static async tryAcquire(folder: string, retryPolicy: RetryPolicy): Promise<FolderLock | undefined> {
    const lock = await FolderLock.#create(folder, retryPolicy);
    if (lock) return lock;
    const current = await readLock(path.join(folder, LOCK_FILE));
    if (!current) return FolderLock.#create(folder, retryPolicy);
    // Three times the timeout, because the owner's clock may differ from ours.
    const isSilent = Date.now() - current.heartbeat > 3 * retryPolicy.lockTimeout;
    const isStale = isOwnerDead(current) || isSilent;
    if (isStale && (await removeStaleLock(folder, current))) return FolderLock.#create(folder, retryPolicy);
    return undefined;
  }

  static async #create(folder: string, retryPolicy: RetryPolicy): Promise<FolderLock | undefined> {
    const file = path.join(folder, LOCK_FILE);
    const owner: LockOwner = { pid: process.pid, host: hostname(), key: randomUUID() };
    const text = JSON.stringify(owner);
    const isCreated = await withFsErrors(folder, async () => {
      await mkdir(folder, { recursive: true });
      return createExclusively(file, text);
    });
    return isCreated ? new FolderLock(file, text, retryPolicy) : undefined;
  }

  private constructor(file: string, text: string, { lockHeartbeat }: RetryPolicy) {
    this.#file = file;
    this.#text = text;
    this.#timer = setInterval(() => (this.#pendingHeartbeat = this.#sendHeartbeat()), lockHeartbeat).unref();
  }

  /** Aborted with a HubError when another process has taken the lock over. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  async release(): Promise<void> {
    clearInterval(this.#timer);
    await this.#pendingHeartbeat;
    if (await this.#isOurs()) await rm(this.#file, { force: true }).catch(() => {});
  }

  async #sendHeartbeat(): Promise<void> {
    const now = new Date();
    if (await this.#isOurs()) await utimes(this.#file, now, now).catch(() => {});
    else
      this.#lost.abort(
        new HubError(
          'lock',
          `Another window or process has taken over ${path.dirname(this.#file)}, because this one did not respond ` +
            'for a while. Wait until it is done, then try again.',
        ),
      );
  }

  async #isOurs(): Promise<boolean> {
    const current = await readLock(this.#file).catch(() => ({ text: this.#text }));
    return current?.text === this.#text;
  }
}

/** Writes a new file; false when there already is one. */
async function createExclusively(file: string, text: string): Promise<boolean> {
  const handle = await retryOnWindows(() => open(file, 'wx')).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return undefined;
    throw error;
  });
  if (!handle) return false;
  try {
    await handle.writeFile(text);
    return true;
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

async function readLock(file: string): Promise<LockSnapshot | undefined> {
  return withFsErrors(file, async () => {
    try {
      const stats = await lstat(file);
      if (stats.isFile()) return { text: await readFile(file, 'utf8'), heartbeat: stats.mtimeMs };
      throw new HubError(
        'disk',
        `Something that is not a file is in the way of ${file}. Move it elsewhere and try again.`,
      );
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  });
}

/** Whether the owner ran on this machine and its process has ended. */
function isOwnerDead({ text }: LockSnapshot): boolean {
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
async function removeStaleLock(folder: string, stale: LockSnapshot): Promise<boolean> {
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
