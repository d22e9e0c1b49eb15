import * as vscode from 'vscode';
import type { RightContextWords } from '../../contracts/expectationRequests';
import type { Inference } from '../../contracts/inference';
import { MIN_LEFT_BITS, needsRightContext, type WordBits } from '../../core/expectation/needsRightContext';
import { cancellableProgress } from '../../host/cancellableProgress';
import { activePrompt } from '../../host/promptSelector';
import { reportErrors } from '../../host/showErrorsToUser';
import { notify } from '../../host/notify';
import { readAroundCaret, type ReadText } from '../shared/textAroundCaret';
import { modelsFor } from './modelsOfBothSides';

/** Lists the words that make sense only with the right context. Moving through the list shows them in the text. */
export async function listRightContextWords(inference: Inference): Promise<void> {
  const editor = activePrompt();
  if (!editor) {
    notify('The active editor shows no prompt. Open one to find its words that need what comes later.');
    return;
  }
  const { document, selection } = editor;
  const { version } = document;
  const read = readAroundCaret(document, selection.active);
  const result = await reportErrors(async () => measureWords(inference, document, read));
  if (!result) return;
  if (result.totalTokens === 0) {
    notify('This prompt has no text yet. Write something first.');
    return;
  }
  const words = result.words
    .filter(needsRightContext)
    .sort((a, b) => b.leftBits - b.bothBits - (a.leftBits - a.bothBits));
  const part =
    result.measuredTokens < result.totalTokens ? `the ${result.measuredTokens} tokens around the caret` : 'this prompt';
  if (words.length === 0) {
    const surprising = `${result.words.length} ${result.words.length === 1 ? 'word surprises' : 'words surprise'}`;
    notify(
      `No word of ${part} needs what comes later: ${surprising} the models from the left, and from both sides, too. ` +
        'Toggle the surprise map to see these words.',
    );
    return;
  }
  if (document.isClosed || document.version !== version) return;
  await pickWord(editor, read, words, part);
}

interface WordItem extends vscode.QuickPickItem {
  readonly word: WordBits;
}

/** Undefined when the user cancelled. */
function measureWords(
  inference: Inference,
  document: vscode.TextDocument,
  { text, focus }: ReadText,
): Thenable<RightContextWords | undefined> {
  const request = { ...modelsFor(document), text, focus, minLeftBits: MIN_LEFT_BITS };
  return cancellableProgress('Reading from both sides', (signal, report) =>
    inference.rightContextWords(request, signal, (share) => report({ share })),
  );
}

/** Lists the words; without a choice, the selection returns to where it was. */
async function pickWord(
  editor: vscode.TextEditor,
  { text, positionOf }: ReadText,
  words: readonly WordBits[],
  part: string,
): Promise<void> {
  const rangeOf = ({ start, end }: WordBits) => new vscode.Range(positionOf(start), positionOf(end));
  const items = words.map((word): WordItem => {
    const line = rangeOf(word).start.line;
    return {
      word,
      label: text.slice(word.start, word.end),
      description: `${word.leftBits.toFixed(1)} bits from the left, ${word.bothBits.toFixed(1)} from both sides`,
      detail: `Line ${line + 1}: ${editor.document.lineAt(line).text.trim().slice(0, 120)}`,
    };
  });
  const before = editor.selection;
  const show = ({ word }: WordItem) => {
    const range = rangeOf(word);
    editor.selection = new vscode.Selection(range.start, range.end);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  };
  const picked = await vscode.window.showQuickPick(items, {
    title: `${words.length} ${words.length === 1 ? 'Word That Needs' : 'Words That Need'} What Comes Later, in ${part}`,
    placeHolder: 'These small local models expect them from both sides, but not from the left',
    onDidSelectItem: (item) => show(item as WordItem),
  });
  if (!picked) editor.selection = before;
}
