import type { UserFolders } from '../agent';
import { fromSystem } from './paths';

/**
 * Where agents keep what is the user's own.
 *
 * @param home as the rules name it
 * @param environment variables of the process, with paths as the system writes them
 */
export function userFolders(home: string, environment: Readonly<Record<string, string | undefined>>): UserFolders {
  const named = (variable: string, byDefault: string) => fromSystem(environment[variable] ?? '') || byDefault;
  return {
    home,
    codex: named('CODEX_HOME', `${home}/.codex`),
    claude: named('CLAUDE_CONFIG_DIR', `${home}/.claude`),
    gemini: `${named('GEMINI_CLI_HOME', home)}/.gemini`,
  };
}
