import { setTimeout as sleep } from 'node:timers/promises';

/** Windows refuses a file for a moment while a virus scanner looks at it, or a name while its last reader lets go. */
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
