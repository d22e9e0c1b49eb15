import * as vscode from 'vscode';
import type { Inference } from '../contracts/inference';
import { continueTyped, hasRoomFor, type Suggestion } from '../core/completion';
import { leftContext } from '../core/contextWindow';
import { promptGpt } from '../core/models';
import { Latest } from '../host/latest';
import { promptSelector } from '../host/prompts';
import { quietly } from '../host/quietly';
import { onDidChangeSettings, setting } from '../host/settings';

/** Ghost text: what the embedded GPT, seeing the text left of the caret only, would write next. */
export function registerGhostText(inference: Inference, log: vscode.LogOutputChannel): vscode.Disposable {
  const provider = new GhostText(inference, log);
  const register = () => vscode.languages.registerInlineCompletionItemProvider(promptSelector(), provider);
  let registration = register();
  const following = onDidChangeSettings(['include'], () => {
    registration.dispose();
    registration = register();
  });
  return new vscode.Disposable(() => {
    registration.dispose();
    following.dispose();
  });
}

class GhostText implements vscode.InlineCompletionItemProvider {
  readonly #inference: Inference;
  readonly #log: vscode.LogOutputChannel;
  readonly #latest = new Latest();
  #shown: Suggestion | undefined;

  constructor(inference: Inference, log: vscode.LogOutputChannel) {
    this.#inference = inference;
    this.#log = log;
  }

  async provideInlineCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.InlineCompletionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlineCompletionItem[]> {
    if (!setting('completion.enabled', document)) return [];
    // While the suggest widget shows an entry, only text that begins with it could appear.
    if (context.selectedCompletionInfo) return [];
    if (!hasRoomFor(document.lineAt(position).text.slice(position.character))) return [];

    const before = document.getText(new vscode.Range(new vscode.Position(0, 0), position)).replaceAll('\r\n', '\n');
    const left = leftContext(before, before.length, promptGpt.contextLength);
    const text = continueTyped(this.#shown, left) ?? (await this.#predict(document, left, token));
    if (!text) return [];
    return [new vscode.InlineCompletionItem(text, new vscode.Range(position, position))];
  }

  async #predict(
    document: vscode.TextDocument,
    left: string,
    token: vscode.CancellationToken,
  ): Promise<string | undefined> {
    if (left.trim() === '') return undefined;
    const request = {
      model: promptGpt.id,
      left,
      maxTokens: setting('completion.maxTokens', document),
      minimumProbability: setting('completion.minimumProbability', document),
    };
    const completion = await quietly(this.#log, 'No ghost text', () =>
      this.#latest.run((signal) => this.#inference.complete(request, signal), token),
    );
    if (!completion) return undefined;
    this.#shown = { left, text: completion.text };
    return completion.text;
  }
}
