import * as vscode from 'vscode';
import { isPrompt } from '../documentRole';
import type { EngineConnections, EngineInUse } from './engineConnections';

const changed = new vscode.EventEmitter<void>();
let engines: Pick<EngineConnections, 'inUse'> | undefined;

/** Fires when another engine counts, or when it is connected and its context length is known. */
export const onDidChangeCountingEngine = changed.event;

/** Counts prompts with the engines of `connections` from now on. */
export function countWithEngines(connections: EngineConnections): vscode.Disposable {
  engines = connections;
  let before = factsOf(connections);
  const listener = connections.onDidChange(() => {
    const now = factsOf(connections);
    if (now === before) return;
    before = now;
    changed.fire();
  });
  return new vscode.Disposable(() => {
    engines = undefined;
    listener.dispose();
  });
}

/** The engine whose tokenizer counts a document; undefined unless it is a prompt, as no other text is sent for that. */
export function countingEngine(document: vscode.TextDocument): EngineInUse | undefined {
  return isPrompt(document) ? engines?.inUse('counts', document) : undefined;
}

/** What a count depends on, as text: also whether the engine fails, as its counts are missing then. */
function factsOf(connections: EngineConnections): string {
  return JSON.stringify([connections.inUse('counts', vscode.window.activeTextEditor?.document)]);
}
