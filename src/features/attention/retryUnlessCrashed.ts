import { ModelsCrashedError } from '../../contracts/modelsCrashedError';

/**
 * Runs a request again if it fails: a process that was restarted in mid-request answers the next one. Not after a crash,
 * which the request itself may have caused.
 */
export async function retryUnlessCrashed<T>(request: () => Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await request();
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ModelsCrashedError) throw error;
    return request();
  }
}
