import { randomUUID } from 'node:crypto';
import { mkdir, rm, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { withFsErrors } from './diskErrors';
import { HubError } from './hubError';
import { wait } from './retryTemporaryErrors.node';
import type { RetryPolicy } from './downloadTimeoutsAndRetries';
import { createExclusively, LOCK_FILE, readLock, type LockOwner } from './lockFile.node';
import { isOwnerDead, removeStaleLock } from './takeOverStaleLock.node';

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
