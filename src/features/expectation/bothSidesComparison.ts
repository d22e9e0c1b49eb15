import * as vscode from 'vscode';
import { errorText } from '../../core/errorText';
import type { RightContextWords } from '../../contracts/expectationRequests';
import type { Inference } from '../../contracts/inference';
import { MIN_LEFT_BITS, needsRightContext, type WordBits } from '../../core/expectation/needsRightContext';
import { labelOf } from '../../core/models/modelSpec';
import { cancellableProgress } from '../../host/cancellableProgress';
import { Latest } from '../../host/latestJob';
import { activePrompt, isPrompt } from '../../host/promptSelector';
import { reportErrors } from '../../host/reportErrors';
import { setting } from '../../host/settings';
import { notify } from '../../host/notify';
import { sidesHover } from './bothSidesHover';
import { readAroundCaret, type ReadText } from '../shared/textAroundCaret';

/**
 * Left only, or both sides: a hover compares what is expected in a word's place from its left with what is expected from
 * both sides, and a command lists the words that make sense only with the right context.
 *
 * @param isOn whether to show hovers without a request
 */
export function registerBothSides(
  inference: Inference,
  isOn: () => boolean,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const hovers = new BothSidesHovers(inference, isOn, log);
  return vscode.Disposable.from(
    vscode.languages.registerHoverProvider({ pattern: '**' }, hovers),
    vscode.commands.registerCommand('leftContext.compareSides', () => hovers.showAtCaret()),
    vscode.commands.registerCommand('leftContext.findHindsight', () => listRightContextWords(inference)),
  );
}

class BothSidesHovers implements vscode.HoverProvider {
  readonly #inference: Inference;
  readonly #isOn: () => boolean;
  readonly #log: vscode.LogOutputChannel;
  readonly #latest = new Latest();
  /** Where the user requested a hover. */
  #requested: vscode.Position | undefined;

  constructor(inference: Inference, isOn: () => boolean, log: vscode.LogOutputChannel) {
    this.#inference = inference;
    this.#isOn = isOn;
    this.#log = log;
  }

  /** Shows the hover of the word at the caret. */
  async showAtCaret(): Promise<void> {
    const editor = activePrompt();
    if (!editor) {
      notify('The active editor shows no prompt. Open one and put the caret on a word to see what is expected there.');
      return;
    }
    this.#requested = editor.selection.active;
    await vscode.commands.executeCommand('editor.action.showHover');
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const isRequested = this.#requested?.isEqual(position) ?? false;
    this.#requested = undefined;
    if (!isPrompt(document) || !(isRequested || this.#isOn())) return undefined;
    const { text, focus, positionOf } = readAroundCaret(document, position);
    const models = modelsFor(document);
    try {
      const comparison = await this.#latest.run(
        (signal) => this.#inference.compareSides({ ...models, text, focus }, signal),
        token,
      );
      if (comparison) {
        const range = new vscode.Range(positionOf(comparison.start), positionOf(comparison.end));
        return new vscode.Hover(sidesHover(labelOf(models.causal), labelOf(models.masked), comparison), range);
      }
      return isRequested ? new vscode.Hover('There is no word here. Put the caret on a word to compare.') : undefined;
    } catch (error) {
      const reason = errorText(error);
      this.#log.warn(`Sides not compared: ${reason}`);
      return new vscode.Hover(new vscode.MarkdownString().appendText(reason));
    }
  }
}

interface WordItem extends vscode.QuickPickItem {
  readonly word: WordBits;
}

/** Lists the words that make sense only with the right context. Moving through the list shows them in the text. */
async function listRightContextWords(inference: Inference): Promise<void> {
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

function modelsFor(document: vscode.TextDocument): { causal: string; masked: string } {
  return { causal: setting('completion.model', document), masked: setting('bothSides.model', document) };
}
