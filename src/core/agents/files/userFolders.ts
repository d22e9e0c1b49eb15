import type { UserFolders } from '../agent';

/**
 * Where agents keep what is the user's own.
 *
 * @param home absolute, with forward slashes
 * @param environment variables of the process
 */
export function userFolders(home: string, environment: Readonly<Record<string, string | undefined>>): UserFolders {
  const named = (variable: string, byDefault: string) => environment[variable]?.replaceAll('\\', '/') || byDefault;
  return {
    home,
    codex: named('CODEX_HOME', `${home}/.codex`),
    claude: named('CLAUDE_CONFIG_DIR', `${home}/.claude`),
    gemini: `${named('GEMINI_CLI_HOME', home)}/.gemini`,
  };
}
