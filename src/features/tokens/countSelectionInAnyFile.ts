import type * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import type { CountResult, Counter } from '../../contracts/tokenRequests';

let requests = 0;

/** The selected text of an editor; several selections are joined by line feeds. */
export function selectedText({ document, selections }: vscode.TextEditor): string {
  return selections.map((selection) => document.getText(selection)).join('\n');
}

/** Counts a text that nobody edits, for each counter. */
export async function countText(
  inference: Inference,
  text: string,
  counters: readonly Counter[],
  signal: AbortSignal,
): Promise<readonly CountResult[]> {
  const document = `selection ${++requests}`;
  const changes = [{ offset: 0, length: 0, text }];
  const whole = { document, baseVersion: undefined, version: 1, changes, length: text.length, counters, spans: [] };
  try {
    return (await inference.count(whole, signal)) ?? [];
  } finally {
    await inference.forget({ document }, new AbortController().signal);
  }
}
