import * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import { agents } from '../../core/agents/agents';
import { foldersDown, pathFrom } from '../../core/agents/files/paths';
import { folderPath } from '../../host/agentFiles.node';
import { notify } from '../../host/notify';
import { reportErrors } from '../../host/showErrorsToUser';
import { positionInText } from '../promptFiles/textThatAgentsRead';
import { childrenOf, treeItemOf, type AgentNode } from './agentTreeItems';
import { SentTextDocuments } from './sentTextDocuments';
import { WhatAgentsRead } from './whatAgentsRead';

const VIEW = 'leftContext.agents';
const HAS_INSTRUCTIONS = 'leftContext.hasInstructions';
const NOTHING = 'No agent finds instructions here. Write an AGENTS.md, for example.';

/** The tree *What an Agent Reads*, what an agent is sent as a document, and their commands. */
export function registerAgents(inference: Inference, log: vscode.LogOutputChannel): vscode.Disposable {
  const whatAgentsRead = new WhatAgentsRead(inference, log);
  const documents = new SentTextDocuments(whatAgentsRead);
  const provider = new AgentTree(whatAgentsRead);
  const view = vscode.window.createTreeView(VIEW, { treeDataProvider: provider, showCollapseAll: true });
  const describe = () => {
    const { workplace, current } = whatAgentsRead;
    view.description = workplace && describeWorkplace(workplace);
    view.message = current?.length === 0 ? NOTHING : undefined;
  };
  void offerView();
  const created = vscode.workspace.createFileSystemWatcher('**/{AGENTS,CLAUDE,GEMINI}.md', false, true, true);
  return vscode.Disposable.from(
    whatAgentsRead,
    documents,
    view,
    created,
    created.onDidCreate(() => void offerView()),
    view.onDidChangeVisibility(({ visible }) => whatAgentsRead.watch(view, visible)),
    whatAgentsRead.onDidChange(describe),
    vscode.commands.registerCommand('leftContext.showAgents', async (folder?: vscode.Uri) => {
      await vscode.commands.executeCommand('setContext', HAS_INSTRUCTIONS, true);
      if (folder) whatAgentsRead.choose(folder);
      await vscode.commands.executeCommand(`${VIEW}.focus`);
    }),
    vscode.commands.registerCommand('leftContext.chooseAgentFolder', () => chooseFolder(whatAgentsRead)),
    vscode.commands.registerCommand('leftContext.showSentText', async (node?: AgentNode) => {
      const chosen = node?.kind === 'agent' ? node.of : await pickReading(whatAgentsRead);
      if (chosen) await reportErrors(() => documents.show(chosen));
    }),
    vscode.commands.registerCommand('leftContext.openAgentFile', (uri: string, keptBytes?: number) =>
      reportErrors(() => openAt(vscode.Uri.parse(uri), keptBytes)),
    ),
  );
}

class AgentTree implements vscode.TreeDataProvider<AgentNode> {
  readonly #agents: WhatAgentsRead;
  readonly onDidChangeTreeData: vscode.Event<void>;

  constructor(whatAgentsRead: WhatAgentsRead) {
    this.#agents = whatAgentsRead;
    this.onDidChangeTreeData = whatAgentsRead.onDidChange;
  }

  getTreeItem(node: AgentNode): vscode.TreeItem {
    return treeItemOf(node);
  }

  getChildren(node?: AgentNode): AgentNode[] {
    if (node) return childrenOf(node);
    return (this.#agents.current ?? []).map((of): AgentNode => ({ kind: 'agent', of }));
  }
}

/** “src/a.ts in my-project” */
function describeWorkplace({
  folder,
  opened,
}: {
  readonly folder: vscode.Uri;
  readonly opened?: vscode.Uri | undefined;
}): string {
  const place = nameOfFolder(folder);
  return opened ? `${pathFrom(folderPath(folder), folderPath(opened))} in ${place}` : `in ${place}`;
}

/** “my-project/packages/api” */
function nameOfFolder(folder: vscode.Uri): string {
  const own = vscode.workspace.getWorkspaceFolder(folder);
  return own
    ? [own.name, pathFrom(folderPath(own.uri), folderPath(folder))].filter((each) => !each.startsWith('/')).join('/')
    : folder.path;
}

/** The view stands in the explorer where there is something to see. */
async function offerView(): Promise<void> {
  const globs = [...new Set(agents.flatMap(({ watched }) => watched))].filter((glob) => !/\.(?:json|toml)$/.test(glob));
  const [found] = await vscode.workspace.findFiles(`{${globs.join(',')}}`, '**/node_modules/**', 1);
  if (found) await vscode.commands.executeCommand('setContext', HAS_INSTRUCTIONS, true);
}

/** Asks for the folder that agents work in: that of the workspace, or one on the way to the opened file. */
async function chooseFolder(whatAgentsRead: WhatAgentsRead): Promise<void> {
  const { workplace } = whatAgentsRead;
  const opened = workplace?.opened ?? vscode.window.activeTextEditor?.document.uri;
  const own = opened && vscode.workspace.getWorkspaceFolder(opened)?.uri;
  const root = own ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  if (!root) {
    notify('No folder is open. Open the folder that agents work in.');
    return;
  }
  const bottom = own ? folderPath(vscode.Uri.joinPath(opened!, '..')) : folderPath(root);
  const folders = foldersDown(folderPath(root), bottom).map((path, index) =>
    index === 0 ? root : root.with({ path }),
  );
  const items = folders.map((uri, index) => ({
    label: nameOfFolder(uri),
    description: index === 0 ? 'the folder of the workspace' : '',
    uri,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: 'What an Agent Reads',
    placeHolder: 'In which folder does the agent work?',
  });
  // The folder of the workspace follows the editor from one workspace folder to another.
  if (picked) whatAgentsRead.choose(picked.uri === root ? undefined : picked.uri);
}

async function pickReading(whatAgentsRead: WhatAgentsRead) {
  const readings = (await whatAgentsRead.readNow()).filter(({ reading }) => reading.loaded.length > 0);
  if (readings.length === 0) {
    notify(NOTHING);
    return undefined;
  }
  const items = readings.map((reading) => ({ label: reading.agent.name, reading }));
  return (await vscode.window.showQuickPick(items, { title: 'Show What an Agent Is Sent' }))?.reading;
}

/** Opens a file, with the caret where an agent stops reading it. */
async function openAt(uri: vscode.Uri, keptBytes?: number): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const editor = await vscode.window.showTextDocument(document);
  if (keptBytes === undefined) return;
  // What is changed counts as it is in the editor.
  const bytes = document.isDirty
    ? new TextEncoder().encode(document.getText())
    : await vscode.workspace.fs.readFile(uri);
  const kept = new TextDecoder().decode(bytes.subarray(0, keptBytes));
  const cut = positionInText(kept, kept.length);
  editor.selection = new vscode.Selection(cut, cut);
  editor.revealRange(new vscode.Range(cut, cut), vscode.TextEditorRevealType.InCenter);
}
