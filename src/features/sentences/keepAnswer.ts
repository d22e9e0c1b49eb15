import * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import { answersFileOf, withAnswer } from '../../core/sentences/answers';
import { textOfFile } from '../../host/folderFiles';
import { notify } from '../../host/notify';
import { reportErrors } from '../../host/showErrorsToUser';
import { activeEditorToRead } from '../../host/textToRead';
import type { ModelsInUse } from '../models/modelsInUse';
import { promptToMeasure } from './promptToMeasure';

interface AnswerItem extends vscode.QuickPickItem {
  /** Undefined for one that the writer writes. */
  readonly answer: string | undefined;
}

const COUNT = 4;
/** Of an answer. A longer one ends with its last whole sentence. */
const MAX_TOKENS = 80;
/** UTF-16 code units of an answer that an item shows. */
const MAX_LABEL = 120;
const OWN: AnswerItem = {
  label: '$(edit) Write one…',
  description: 'opens the file of answers',
  answer: undefined,
  alwaysShow: true,
};

/**
 * “Keep an Answer…”: lets the model answer the prompt, and saves the picked answer in the file of answers beside it, which opens
 * with the answer at its end.
 */
export function registerKeepAnswer(inference: Inference, models: ModelsInUse): vscode.Disposable {
  return vscode.commands.registerCommand('leftContext.keepAnswer', () =>
    reportErrors(async () => {
      const editor = activeEditorToRead();
      if (!editor || editor.document.isUntitled) {
        notify('Answers are kept in a file beside the prompt. Open a prompt that has been saved.');
        return;
      }
      const { document, text } = await promptToMeasure(editor);
      const { id: model, label } = models.reading(document);
      const answer = await pickAnswer(label, (signal, show) =>
        inference.answers({ model, text, through: 'automatic', count: COUNT, maxTokens: MAX_TOKENS }, signal, show),
      );
      if (answer) await openWith(document.uri, answer.answer);
    }),
  );
}

/** Lists answers as the model writes them; undefined when the list is closed without a choice. */
function pickAnswer(
  model: string,
  write: (signal: AbortSignal, show: (answers: readonly string[]) => void) => Promise<readonly string[]>,
): Promise<AnswerItem | undefined> {
  const pick = vscode.window.createQuickPick<AnswerItem>();
  const closing = new AbortController();
  const show = (answers: readonly string[]) => {
    pick.items = [...answers.map((answer) => ({ label: oneLine(answer), answer })), OWN];
  };
  pick.title = 'Keep an Answer';
  pick.placeholder = `${model} answers the prompt…`;
  pick.busy = true;
  show([]);
  pick.show();
  return new Promise((resolve, reject) => {
    pick.onDidAccept(() => {
      resolve(pick.activeItems[0]);
      pick.hide();
    });
    pick.onDidHide(() => {
      closing.abort();
      resolve(undefined);
      pick.dispose();
    });
    write(closing.signal, show).then(
      (answers) => {
        if (closing.signal.aborted) return;
        pick.busy = false;
        pick.placeholder =
          answers.length > 0 ? `Answers of ${model}: which one should the prompt lead to?` : `${model} has no answer.`;
      },
      (error: unknown) => {
        if (closing.signal.aborted) return;
        reject(error as Error);
        pick.hide();
      },
    );
  });
}

function oneLine(answer: string): string {
  const line = answer.replace(/\s+/g, ' ');
  return line.length > MAX_LABEL ? `${line.slice(0, MAX_LABEL)}…` : line;
}

/** Opens the file of answers beside a prompt, with one more, or with a place for one to write. */
async function openWith(prompt: vscode.Uri, answer: string | undefined): Promise<void> {
  const uri = prompt.with({ path: answersFileOf(prompt.path) });
  const exists = (await textOfFile(uri)) !== undefined;
  if (!exists) {
    const creation = new vscode.WorkspaceEdit();
    creation.createFile(uri, { ignoreIfExists: true });
    await vscode.workspace.applyEdit(creation);
  }
  const document = await vscode.workspace.openTextDocument(uri);
  const before = document.getText();
  // An answer without text is none, until somebody writes it.
  const text = answer ?? '';
  const name = answer ? nameOf(answer) : 'Good answer';
  const edit = new vscode.WorkspaceEdit();
  const end = document.positionAt(before.length);
  edit.replace(uri, new vscode.Range(new vscode.Position(0, 0), end), withAnswer(before, { name, text }));
  await vscode.workspace.applyEdit(edit);
  if (answer) await document.save();
  const beside = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: answer !== undefined };
  const editor = await vscode.window.showTextDocument(document, beside);
  editor.revealRange(new vscode.Range(document.lineCount, 0, document.lineCount, 0));
}

/** The first words of an answer. */
function nameOf(answer: string): string {
  return answer.replace(/[#*`]/g, '').trim().split(/\s+/).slice(0, 5).join(' ');
}
