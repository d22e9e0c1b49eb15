import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/**
 * Frees the memory of what nothing refers to any more, now: graphs as they were read and results of passes, some 100 MB, which
 * Node frees late, because to it they are a few small objects.
 */
export function collectGarbage(): void {
  collect();
}
