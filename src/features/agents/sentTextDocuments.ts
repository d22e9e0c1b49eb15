import * as vscode from 'vscode';
import { nameOf, pathFrom } from '../../core/agents/files/paths';
import { sentText } from '../../core/agents/reading';
import { countableModel } from '../../core/tokens/countableModel';
import { SENT_TO_AGENT } from '../../host/documentRole';
import { tokensText } from '../tokens/tokenStatusText';
import type { CountedReading } from './countedReadings';
import type { WhatAgentsRead } from './whatAgentsRead';

/**
 * Documents with what an agent is sent, as one text, which follow what is written. A line above the text of each file names it and
 * opens it.
 */
export class SentTextDocuments
  implements vscode.TextDocumentContentProvider, vscode.CodeLensProvider, vscode.Disposable
{
  readonly #agents: WhatAgentsRead;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #listeners: vscode.Disposable;
  /** What was shown last of each agent, by the address of the document. */
  readonly #shown = new Map<string, CountedReading>();

  readonly onDidChange = this.#changed.event;

  constructor(agents: WhatAgentsRead) {
    this.#agents = agents;
    this.#listeners = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(SENT_TO_AGENT, this),
      vscode.languages.registerCodeLensProvider({ scheme: SENT_TO_AGENT }, this),
      agents.onDidChange(() => this.#refresh()),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#shown.delete(uri.toString());
        agents.watch(this, this.#shown.size > 0);
      }),
    );
  }

  dispose(): void {
    this.#listeners.dispose();
    this.#changed.dispose();
  }

  async show(reading: CountedReading): Promise<void> {
    const uri = addressOf(reading);
    this.#shown.set(uri.toString(), reading);
    this.#changed.fire(uri);
    this.#agents.watch(this, true);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const reading = this.#shown.get(uri.toString());
    return reading ? withLineFeeds(sentText(reading.reading)) : '';
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const shown = this.#shown.get(document.uri.toString());
    if (!shown) return [];
    const { reading, workplace, tokensOf, agent } = shown;
    const named = new Set<string>();
    const lenses: vscode.CodeLens[] = [];
    let offset = 0;
    for (const { text, path } of reading.sent) {
      const start = document.positionAt(offset);
      offset += withLineFeeds(text).length;
      if (path === undefined || text === '') continue;
      const tokens = named.has(path) ? undefined : tokensOf.get(path);
      const count = tokens === undefined ? '' : ` · ${tokensText(countableModel(agent.model), tokens)} tokens`;
      const title = `${pathFrom(reading.root, path)}${named.has(path) ? ', continued' : ''}${count}`;
      const uri = workplace.folder.with({ path }).toString();
      named.add(path);
      lenses.push(
        new vscode.CodeLens(new vscode.Range(start, start), {
          title,
          tooltip: `Open ${nameOf(path)}`,
          command: 'leftContext.openAgentFile',
          arguments: [uri],
        }),
      );
    }
    return lenses;
  }

  /** Shows what the agents read now, in documents that are open. */
  #refresh(): void {
    const current = new Map((this.#agents.current ?? []).map((each) => [addressOf(each).toString(), each]));
    for (const [address, before] of this.#shown) {
      // An agent that has no instructions any more is sent nothing.
      const nothing = { ...before, reading: { ...before.reading, sent: [] } };
      this.#shown.set(address, current.get(address) ?? nothing);
      this.#changed.fire(vscode.Uri.parse(address));
    }
  }
}

/** As VS Code shows them: offsets of lines must agree. */
function withLineFeeds(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

/** One document an agent: it follows the editor. */
function addressOf({ agent }: CountedReading): vscode.Uri {
  return vscode.Uri.from({ scheme: SENT_TO_AGENT, path: `/What ${agent.name} Is Sent.md` });
}
