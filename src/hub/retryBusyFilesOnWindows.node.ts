import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs a file operation, up to eight times on Windows: it refuses a file while a virus scanner reads it, and a name
 * while the last reader closes it.
 */
export async function retryOnWindows<T>(job: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await job();
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (process.platform !== 'win32' || !['EPERM', 'EACCES', 'EBUSY'].includes(code) || tries === 8) throw error;
      await sleep(25 * tries);
    }
  }
}
