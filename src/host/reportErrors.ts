import { errorText } from '../core/errorText';
import { notify } from './notify';

/** For what the user asked for by hand: what goes wrong is said in a message, and the answer is undefined. */
export async function reportErrors<T>(job: () => Promise<T>): Promise<T | undefined> {
  try {
    return await job();
  } catch (error) {
    notify(errorText(error), 'error');
    return undefined;
  }
}
