import * as vscode from 'vscode';
import type { RewriteResult } from '../contracts/completionRequests';
import type { Inference } from '../contracts/inference';
import { labelOf } from '../core/models/modelSpec';
import { cancellableProgress } from '../host/cancellableProgress';
import type { Previews } from '../host/diffPreviews';
import { reportErrors } from '../host/reportErrors';
import { setting } from '../host/settings';
import { notify } from '../host/notify';

/** Longest output in tokens. Small models start to repeat themselves long before. */
const MAX_TOKENS = 256;

/** Prefixes that T5 was trained on (Raffel et al. 2020, appendix D), then instructions that Flan-T5 follows. */
const PREFIXES: readonly (readonly [prefix: string, description: string])[] = [
  ['summarize: ', 'T5 and Flan-T5'],
  ['translate English to German: ', 'T5 and Flan-T5'],
  ['translate English to French: ', 'T5 and Flan-T5'],
  ['translate English to Romanian: ', 'T5 and Flan-T5'],
  ['Correct the grammar: ', 'Flan-T5'],
  ['Write this as a list of steps: ', 'Flan-T5'],
  ['Write this more politely: ', 'Flan-T5'],
];

/** “Rewrite Selection with…”: a text-to-text model rewrites the selection, and a diff is shown before applying it. */
export function registerRewriteSelection(inference: Inference, previews: Previews): vscode.Disposable {
  return vscode.commands.registerCommand('leftContext.rewrite', async (requested?: unknown) => {
    const editor = vscode.window.activeTextEditor;
    if (!editor || editor.selection.isEmpty) {
      notify('No text is selected. Select the text to rewrite first.');
      return;
    }
    const model = await ensureModel();
    // The editor's menu passes the document's address instead of a prefix.
    const prefix = model && (typeof requested === 'string' ? requested : await pickPrefix(model));
    if (!model || prefix === undefined) return;
    const { document, selection } = editor;
    const { version } = document;
    const text = document.getText(selection);
    const result = await reportErrors(async () => rewrite(inference, model, prefix + text));
    if (!result) return;
    const written = result.text.trim();
    if (written === '' || written === text.trim()) {
      const outcome = written === '' ? 'nothing' : 'the same text again';
      notify(`${labelOf(model)} wrote ${outcome} for “${prefix.trim()}”. Try another instruction or model.`);
      return;
    }
    if (document.isClosed || document.version !== version) {
      await offerCopy(labelOf(model), written);
      return;
    }
    const end = result.isComplete ? '' : ` It is cut off after ${MAX_TOKENS} tokens.`;
    await previews.confirm(
      document,
      version,
      [vscode.TextEdit.replace(selection, withEdgesOf(text, written))],
      `${prefix.trim()} ${labelOf(model)}`,
      `Replace the selection with the text that ${labelOf(model)} wrote?${end}`,
    );
  });
}

/** Offers the new text on the clipboard, since the text that it should replace has changed. */
async function offerCopy(model: string, written: string): Promise<void> {
  const message = `The prompt changed while ${model} wrote, so nothing was replaced. Copy the new text and paste it by hand.`;
  const answer = await vscode.window.showWarningMessage(message, 'Copy New Text');
  if (answer) await vscode.env.clipboard.writeText(written);
}

/** The model in the settings. Asks for one when there is none; undefined when cancelled. */
async function ensureModel(): Promise<string | undefined> {
  if (setting('rewrite.model') === '') await vscode.commands.executeCommand('leftContext.chooseModel', 'rewriting');
  return setting('rewrite.model') || undefined;
}

/** Asks for the instruction that precedes the text; undefined when cancelled. */
async function pickPrefix(model: string): Promise<string | undefined> {
  const other: vscode.QuickPickItem = { label: '$(edit) Another instruction…' };
  const items = PREFIXES.map(([prefix, description]) => ({ label: prefix.trim(), description, prefix }));
  const picked = await vscode.window.showQuickPick<vscode.QuickPickItem & { prefix?: string }>([...items, other], {
    title: `Rewrite the Selection with ${labelOf(model)}`,
    placeHolder: 'The instruction that the model reads before the text',
  });
  if (picked !== other) return picked?.prefix;
  const typed = await vscode.window.showInputBox({
    title: 'Another Instruction',
    placeHolder: 'summarize:',
    prompt: 'Small models know only what they were trained on: short instructions such as “summarize:”.',
  });
  return typed === undefined ? undefined : `${typed.trim()} `;
}

/** Undefined when the user cancelled. */
function rewrite(inference: Inference, model: string, text: string): Thenable<RewriteResult | undefined> {
  const request = { model, text, maxTokens: MAX_TOKENS };
  return cancellableProgress(`${labelOf(model)} writes`, (signal, report) =>
    inference.rewrite(request, signal, (written) => report({ message: written.slice(-80) })),
  );
}

/** The new text with the white space around the old one, so that whole lines stay whole lines. */
function withEdgesOf(old: string, text: string): string {
  return /^\s*/.exec(old)![0] + text + /\s*$/.exec(old)![0];
}
