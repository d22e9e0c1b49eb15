import type { AgentRule } from './agentRule';
import type { AgentFiles } from './files/agentFiles';
import type { ProjectFiles } from './files/projectFiles';
import type { Reading } from './reading';

export type AgentId = 'codex' | 'claude' | 'copilot' | 'cursor' | 'gemini' | 'agents-md';

/** A coding agent, and which instructions it reads. */
export interface Agent {
  readonly id: AgentId;
  readonly name: string;
  /** The model whose tokens are counted, by its id in `countableModels`. */
  readonly model: string;
  /** What the agent does, with where that is known from. */
  readonly rules: Readonly<Record<string, AgentRule>>;
  /** Names and ends of paths of its files, as globs; when one of them changes, so may what the agent reads. */
  readonly watched: readonly string[];
  read(situation: Situation): Promise<Reading>;
}

/** Where an agent works, and on what. Paths are absolute, with forward slashes. */
export interface Situation {
  readonly files: AgentFiles;
  /** The folder that the agent was started in, or that is open in its editor. */
  readonly folder: string;
  /** All folders that are open in the agent's editor, if there are several. */
  readonly workspaceFolders?: readonly string[] | undefined;
  /** A file that is attached to the request, or that the agent touches; it need not exist. */
  readonly opened?: string | undefined;
  /** The agents' folders of the user; undefined where they are not to be read. */
  readonly user?: UserFolders | undefined;
  /** Settings by the keys of the agents' own files, before those that lie in the workspace. */
  readonly settings: Settings;
  /** All files of a folder; read once. */
  project(root: string): Promise<ProjectFiles>;
}

export interface UserFolders {
  readonly home: string;
  /** ~/.codex, unless CODEX_HOME names another. */
  readonly codex: string;
  /** ~/.claude, unless CLAUDE_CONFIG_DIR names another. */
  readonly claude: string;
  /** ~/.gemini */
  readonly gemini: string;
}

export type Settings = Readonly<Record<string, unknown>>;
