import * as vscode from 'vscode';
import type { RewriteResult } from '../contracts/completionRequests';
import type { Inference } from '../contracts/inference';
import { describeRewritingModels } from '../core/models/describeRewritingModels';
import { labelOf } from '../core/models/modelLabel';
import { cancellableProgress } from '../host/cancellableProgress';
import type { Previews } from '../host/diffPreviews';
import { reportErrors } from '../host/showErrorsToUser';
import { setting } from '../host/settings';
import { notify } from '../host/notify';
import { pickPrefix } from './rewriteInstructions';
import { withEdgesOf } from './keepWhiteSpaceAroundRewrite';

/** Longest rewritten text in tokens. Small models start to repeat themselves long before. */
const MAX_REWRITE_TOKENS = 256;

/** “Rewrite Selection with…”: a text-to-text model rewrites the selection, and a diff is shown before applying it. */
export function registerRewriteSelection(inference: Inference, previews: Previews): vscode.Disposable {
  return vscode.commands.registerCommand('leftContext.rewrite', async (requested?: unknown) => {
    const editor = vscode.window.activeTextEditor;
    if (!editor || editor.selection.isEmpty) {
      notify('No text is selected. Select the text to rewrite first.');
      return;
    }
    const model = await ensureModel(editor.document);
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
    const end = result.isComplete ? '' : ` It is cut off after ${MAX_REWRITE_TOKENS} tokens.`;
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

/**
 * The model in the settings for a document. Without one, says what is needed and asks for one; undefined when cancelled.
 */
async function ensureModel(document: vscode.TextDocument): Promise<string | undefined> {
  if (setting('rewrite.model', document) === '') {
    const choose = 'Choose a Model…';
    const detail =
      'Left Context comes without one. Choose one of these to download, or another that is on this machine. ' +
      `Nothing is downloaded before you pick it.\n\n${describeRewritingModels()}`;
    const message = 'Rewriting needs a text-to-text model.';
    const answer = await vscode.window.showInformationMessage(message, { modal: true, detail }, choose);
    if (answer) await vscode.commands.executeCommand('leftContext.chooseModel', 'rewriting');
  }
  return setting('rewrite.model', document) || undefined;
}

/** Undefined when the user cancelled. */
function rewrite(inference: Inference, model: string, text: string): Thenable<RewriteResult | undefined> {
  const request = { model, text, maxTokens: MAX_REWRITE_TOKENS };
  return cancellableProgress(`${labelOf(model)} writes`, (signal, report) =>
    inference.rewrite(request, signal, (written) => report({ message: written.slice(-80) })),
  );
}
