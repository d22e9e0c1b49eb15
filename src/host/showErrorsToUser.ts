import { errorText } from '../core/errorText';
import { notify } from './notify';

/** Runs what the user requested: shows its error in a message, and returns undefined then. */
export async function reportErrors<T>(job: () => Promise<T>): Promise<T | undefined> {
  try {
    return await job();
  } catch (error) {
    notify(errorText(error), 'error');
    return undefined;
  }
}
