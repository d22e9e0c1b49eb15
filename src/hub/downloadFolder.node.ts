import { homedir } from 'node:os';
import path from 'node:path';

/**
 * Where downloaded models are kept, owner/name each: in the cache folder of the user, which the editor, its other
 * windows and the shell share. The environment variable LEFT_CONTEXT_MODELS names another.
 */
export function downloadFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return environment['LEFT_CONTEXT_MODELS'] || path.join(cacheFolder(environment), 'left-context', 'models');
}

function cacheFolder(environment: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') return environment['LOCALAPPDATA'] ?? path.join(homedir(), 'AppData', 'Local');
  if (process.platform === 'darwin') return path.join(homedir(), 'Library', 'Caches');
  return environment['XDG_CACHE_HOME'] || path.join(homedir(), '.cache');
}
