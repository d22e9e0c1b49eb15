import { homedir } from 'node:os';
import path from 'node:path';

/**
 * The folder of downloaded models, as owner/name each: in the user's cache folder, which all editor windows and the
 * command line share. The environment variable LEFT_CONTEXT_MODELS overrides it.
 */
export function downloadFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return environment['LEFT_CONTEXT_MODELS'] || path.join(cacheFolder(environment), 'left-context', 'models');
}

function cacheFolder(environment: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') return environment['LOCALAPPDATA'] ?? path.join(homedir(), 'AppData', 'Local');
  if (process.platform === 'darwin') return path.join(homedir(), 'Library', 'Caches');
  return environment['XDG_CACHE_HOME'] || path.join(homedir(), '.cache');
}

/** The folder of model `id` in the folder of downloads. */
export function folderOf(downloads: string, id: string): string {
  return path.join(downloads, ...id.split('/'));
}
