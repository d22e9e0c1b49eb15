import * as vscode from 'vscode';
import { textToRead } from '../../host/textToRead';
import { notify } from '../../host/notify';
import { reportErrors } from '../../host/showErrorsToUser';
import { fileName } from '../shared/nameOfPromptFile';
import { formatCount } from '../shared/formatNumbers';

/**
 * “Count with This Editor's Language Models…”: asks a model that another extension offers, such as Copilot's, how many
 * tokens the selection or the prompt has. Only on request: such a model may ask a server, and some count roughly.
 */
export function registerCountWithEditorModels(): vscode.Disposable {
  return vscode.commands.registerCommand('leftContext.countWithEditorModels', async () => {
    const editor = vscode.window.activeTextEditor;
    const text =
      editor && (editor.selection.isEmpty ? textToRead(editor)?.text : editor.document.getText(editor.selection));
    if (!editor || text === undefined) {
      notify('There is nothing to count. Open a prompt, or select the text to count.');
      return;
    }
    const models = (await reportErrors(async () => vscode.lm.selectChatModels())) ?? [];
    if (models.length === 0) {
      notify('This editor offers no language models. Install an extension that does, such as GitHub Copilot Chat.');
      return;
    }
    const items = models.map((model) => ({
      label: model.name,
      description: `${model.vendor} · ${model.family}`,
      model,
    }));
    const picked = await vscode.window.showQuickPick(items, {
      title: 'Count with a Language Model of This Editor',
      placeHolder: 'The text is handed to the extension that offers the model',
    });
    if (!picked) return;
    const tokens = await reportErrors(async () => picked.model.countTokens(text));
    if (tokens === undefined) return;
    const what = editor.selection.isEmpty ? fileName(editor.document) : 'the selection';
    notify(
      `${picked.label} counts about ${formatCount(tokens)} tokens in ${what}. It reads ${formatCount(picked.model.maxInputTokens)}.`,
    );
  });
}
