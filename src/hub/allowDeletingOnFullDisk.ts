import { isDiskFull } from './diskErrors';

/**
 * The result of a job, or `fallback` when the disk is full: then neither lock nor state can be written, but deleting
 * must still work.
 */
export async function unlessDiskFull<T, Fallback>(job: Promise<T>, fallback: Fallback): Promise<T | Fallback> {
  try {
    return await job;
  } catch (error) {
    if (isDiskFull(error)) return fallback;
    throw error;
  }
}
