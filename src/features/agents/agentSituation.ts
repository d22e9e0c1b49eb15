import * as vscode from 'vscode';
import type { Settings, Situation } from '../../core/agents/agent';
import { projectFiles, type ProjectFiles } from '../../core/agents/files/projectFiles';
import { rememberedFiles } from '../../core/agents/files/rememberedFiles';
import { COPILOT_SETTINGS } from '../../core/agents/rules/copilot';
import { agentFilesAround, folderPath, userFoldersBeside } from '../../host/agentFiles.node';

/** Where agents work, and on what. */
export interface Workplace {
  readonly folder: vscode.Uri;
  /** The file in the active editor, if it lies in the same file system. */
  readonly opened: vscode.Uri | undefined;
}

/** The files of each project, by the root; to be forgotten when files come or go. */
export type KnownProjects = Map<string, Promise<ProjectFiles>>;

export function situationAt({ folder, opened }: Workplace, known: KnownProjects = new Map()): Situation {
  const files = rememberedFiles(agentFilesAround(folder));
  const open = vscode.workspace.workspaceFolders ?? [];
  const isOpen = open.some(({ uri }) => uri.toString() === folder.toString());
  return {
    files,
    folder: folderPath(folder),
    workspaceFolders: isOpen ? open.map(({ uri }) => folderPath(uri)) : undefined,
    opened: opened && folderPath(opened),
    user: userFoldersBeside(folder),
    settings: settingsOfEditor(folder),
    project: (root) => {
      const key = folder.with({ path: root || '/' }).toString();
      // Not remembered: the folders of a project are read once, and kept with it.
      const project = known.get(key) ?? projectFiles(agentFilesAround(folder), root);
      known.set(key, project);
      return project;
    },
  };
}

/** VS Code's own settings for instructions, as they are for a folder. */
function settingsOfEditor(folder: vscode.Uri): Settings {
  const settings = vscode.workspace.getConfiguration(undefined, folder);
  const values = COPILOT_SETTINGS.map((key): [string, unknown] => [key, settings.get(key)]);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}
