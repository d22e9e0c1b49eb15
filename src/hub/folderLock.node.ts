import { randomUUID } from 'node:crypto';
import { lstat, mkdir, open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { retryOnWindows } from './retryOnWindows.node';
import { HubError } from './hubError';
import { withFsErrors } from './fsErrors';
import type { RetryPolicy } from './retryPolicy';
import { wait } from './retry.node';

/** The lock's name in a model's folder, and that of the lock for taking over a lock. */
export const LOCK = 'left-context.lock';
export const TAKEOVER = 'left-context.lock.takeover';

/** Milliseconds after which nobody can still be in the middle of taking over. */
const TAKEOVER_STALE = 10_000;

/** What a lock's file says of its owner. */
interface Owner {
  readonly pid: number;
  readonly host: string;
  readonly key: string;
}

interface Found {
  readonly text: string;
  /** When its owner last gave a sign of life, by the clock of the disk. */
  readonly beat: number;
}

/** Keeps a folder for one download at a time, among all processes that see it. Its owner gives signs of life. */
export class FolderLock {
  readonly #file: string;
  readonly #text: string;
  readonly #lost = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #beating: Promise<void> = Promise.resolve();

  /**
   * Waits for the folder, which is made if need be; takes it over from an owner that is dead, or shows no life. Throws
   * a HubError when the disk refuses, or the signal's reason.
   *
   * @param onWait called again and again while another owner has it
   */
  static async acquire(
    folder: string,
    patience: RetryPolicy,
    signal: AbortSignal,
    onWait: () => void = () => {},
  ): Promise<FolderLock> {
    let seen = '';
    let since = performance.now();
    for (;;) {
      signal.throwIfAborted();
      const lock = await FolderLock.#make(folder, patience);
      if (lock) return lock;
      const found = await look(path.join(folder, LOCK));
      if (!found) continue;
      // The owner's clock may be another one, so its signs are timed by ours.
      const sign = `${found.beat} ${found.text}`;
      if (sign !== seen) [seen, since] = [sign, performance.now()];
      if (isDead(found) || performance.now() - since > patience.lockStale) {
        if (await takeAway(folder, found)) continue;
      }
      onWait();
      await wait(patience.lockPoll, signal);
    }
  }

  /** Takes the folder if nobody who lives has it. Throws a HubError when the disk refuses. */
  static async tryAcquire(folder: string, patience: RetryPolicy): Promise<FolderLock | undefined> {
    const lock = await FolderLock.#make(folder, patience);
    if (lock) return lock;
    const found = await look(path.join(folder, LOCK));
    if (!found) return FolderLock.#make(folder, patience);
    // Some time more, as the owner's clock may be another one.
    const isSilent = Date.now() - found.beat > 3 * patience.lockStale;
    if ((isDead(found) || isSilent) && (await takeAway(folder, found))) return FolderLock.#make(folder, patience);
    return undefined;
  }

  static async #make(folder: string, patience: RetryPolicy): Promise<FolderLock | undefined> {
    const file = path.join(folder, LOCK);
    const owner: Owner = { pid: process.pid, host: hostname(), key: randomUUID() };
    const text = JSON.stringify(owner);
    const isMade = await withFsErrors(folder, async () => {
      await mkdir(folder, { recursive: true });
      return createWith(file, text);
    });
    return isMade ? new FolderLock(file, text, patience) : undefined;
  }

  private constructor(file: string, text: string, { lockBeat }: RetryPolicy) {
    this.#file = file;
    this.#text = text;
    this.#timer = setInterval(() => (this.#beating = this.#beat()), lockBeat).unref();
  }

  /** Aborted with a HubError when another has taken the folder over. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Lets the next one in. */
  async release(): Promise<void> {
    clearInterval(this.#timer);
    await this.#beating;
    if (await this.#isOurs()) await rm(this.#file, { force: true }).catch(() => {});
  }

  async #beat(): Promise<void> {
    const now = new Date();
    if (await this.#isOurs()) await utimes(this.#file, now, now).catch(() => {});
    else
      this.#lost.abort(
        new HubError(
          'lock',
          `Another window or process has taken over ${path.dirname(this.#file)}, as this one gave no sign of life for ` +
            'a while. Wait until it is done, and try again.',
        ),
      );
  }

  async #isOurs(): Promise<boolean> {
    return (await look(this.#file).catch(() => ({ text: this.#text })))?.text === this.#text;
  }
}

/** Whether there was no such file before. */
async function createWith(file: string, text: string): Promise<boolean> {
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

async function look(file: string): Promise<Found | undefined> {
  return withFsErrors(file, async () => {
    try {
      const found = await lstat(file);
      if (found.isFile()) return { text: await readFile(file, 'utf8'), beat: found.mtimeMs };
      throw new HubError(
        'disk',
        `Something that is no file lies in the way of ${file}. Move it elsewhere and try again.`,
      );
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  });
}

/** Whether the owner's process is known to be gone. */
function isDead({ text }: Found): boolean {
  try {
    const { pid, host } = JSON.parse(text) as Owner;
    if (host !== hostname()) return false;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** Removes a lock found stale, if it still is the same one; one process at a time, lest a new lock go with it. */
async function takeAway(folder: string, stale: Found): Promise<boolean> {
  const file = path.join(folder, LOCK);
  const takeover = path.join(folder, TAKEOVER);
  if (!(await withFsErrors(takeover, () => createWith(takeover, '')))) {
    const age = Date.now() - ((await stat(takeover).catch(() => undefined))?.mtimeMs ?? Date.now());
    if (age > TAKEOVER_STALE) await rm(takeover, { force: true });
    return false;
  }
  try {
    const found = await look(file);
    if (found?.text !== stale.text || found.beat !== stale.beat) return false;
    await withFsErrors(file, () => rm(file, { force: true }));
    return true;
  } finally {
    await rm(takeover, { force: true });
  }
}
