import { tell } from './tell';

/** For what the user asked for by hand: what goes wrong is said in a message, and the answer is undefined. */
export async function said<T>(job: () => Promise<T>): Promise<T | undefined> {
  try {
    return await job();
  } catch (error) {
    tell(error instanceof Error ? error.message : String(error), 'error');
    return undefined;
  }
}
