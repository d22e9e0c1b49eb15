import * as vscode from 'vscode';
import type { RewriteResult } from '../contracts/completion';
import type { Inference } from '../contracts/inference';
import { labelOf } from '../core/models/modelSpec';
import { undefinedWhenAborted } from '../host/latest';
import type { Previews } from '../host/previews';
import { reportErrors } from '../host/reportErrors';
import { setting } from '../host/settings';
import { notify } from '../host/notify';

/** The longest text that is written; small models begin to repeat themselves long before. */
const MOST_TOKENS = 256;

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

/** “Rewrite Selection with…”: what a text-to-text model makes of the selection, shown as a diff before it is done. */
export function registerRewriteSelection(inference: Inference, previews: Previews): vscode.Disposable {
  return vscode.commands.registerCommand('leftContext.rewrite', async (wanted?: unknown) => {
    const editor = vscode.window.activeTextEditor;
    if (!editor || editor.selection.isEmpty) {
      notify('Select the text that is to be rewritten first.');
      return;
    }
    const model = await modelOf();
    // From the editor's menu, VS Code hands over the document's address.
    const prefix = model && (typeof wanted === 'string' ? wanted : await pickPrefix(model));
    if (!model || prefix === undefined) return;
    const { document, selection } = editor;
    const { version } = document;
    const text = document.getText(selection);
    const rewriting = await reportErrors(async () => withProgress(inference, model, prefix + text));
    if (!rewriting) return;
    const written = rewriting.text.trim();
    if (written === '' || written === text.trim()) {
      const outcome = written === '' ? 'nothing' : 'the same text again';
      notify(`${labelOf(model)} wrote ${outcome} for “${prefix.trim()}”.`);
      return;
    }
    if (document.isClosed || document.version !== version) {
      await offerCopy(labelOf(model), written);
      return;
    }
    const end = rewriting.isWhole ? '' : ` It stops at ${MOST_TOKENS} tokens, in the midst.`;
    await previews.confirm(
      document,
      version,
      [vscode.TextEdit.replace(selection, keepingEdges(text, written))],
      `${prefix.trim()} ${labelOf(model)}`,
      `Put what ${labelOf(model)} wrote in place of the selection?${end}`,
    );
  });
}

/** The text to be replaced has changed, but what was written for it need not be lost. */
async function offerCopy(model: string, written: string): Promise<void> {
  const message = `The text has changed while ${model} wrote, so nothing is put in its place.`;
  const answer = await vscode.window.showWarningMessage(message, 'Copy What It Wrote');
  if (answer) await vscode.env.clipboard.writeText(written);
}

/** The model of the settings; chosen now when there is none. */
async function modelOf(): Promise<string | undefined> {
  if (setting('rewrite.model') === '') await vscode.commands.executeCommand('leftContext.chooseModel', 'rewriting');
  return setting('rewrite.model') || undefined;
}

async function pickPrefix(model: string): Promise<string | undefined> {
  const own: vscode.QuickPickItem = { label: '$(edit) Another instruction…' };
  const items = PREFIXES.map(([prefix, description]) => ({ label: prefix.trim(), description, prefix }));
  const picked = await vscode.window.showQuickPick<vscode.QuickPickItem & { prefix?: string }>([...items, own], {
    title: `Rewrite the Selection with ${labelOf(model)}`,
    placeHolder: 'What stands before the text when the model reads it',
  });
  if (picked !== own) return picked?.prefix;
  const typed = await vscode.window.showInputBox({
    title: 'Another Instruction',
    placeHolder: 'summarize:',
    prompt: 'Small models know only what they were trained on: short instructions such as “summarize:”.',
  });
  return typed === undefined ? undefined : `${typed.trim()} `;
}

function withProgress(inference: Inference, model: string, text: string): Thenable<RewriteResult | undefined> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `${labelOf(model)} writes`,
    cancellable: true,
  };
  return vscode.window.withProgress(options, (progress, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    const request = { model, text, mostTokens: MOST_TOKENS };
    return undefinedWhenAborted(controller.signal, () =>
      inference.rewrite(request, controller.signal, (written) => progress.report({ message: written.slice(-80) })),
    );
  });
}

/** The text with the white space around it that the old one had: a selection of whole lines stays one. */
function keepingEdges(old: string, text: string): string {
  return /^\s*/.exec(old)![0] + text + /\s*$/.exec(old)![0];
}
