import * as vscode from 'vscode';
import { errorText } from '../../core/errorText';
import type { RightContextWords } from '../../contracts/expectation';
import type { Inference } from '../../contracts/inference';
import { MIN_LEFT_BITS, needsRightContext, type WordBits } from '../../core/expectation/rightContext';
import { labelOf } from '../../core/models/modelSpec';
import { Latest, undefinedWhenAborted } from '../../host/latest';
import { activePrompt, isPrompt } from '../../host/promptDocuments';
import { reportErrors } from '../../host/reportErrors';
import { setting } from '../../host/settings';
import { notify } from '../../host/notify';
import { sidesHover } from './bothSidesHover';
import { readAroundCaret, type ReadText } from '../shared/textAroundCaret';

/**
 * Left only, or both sides: hovering a word tells what is expected there from its left beside what is expected from both
 * sides, while the surprise map is on or when asked; and a list of the words that make sense only with what comes later.
 *
 * @param isOn whether hovers are wanted
 */
export function registerBothSides(
  inference: Inference,
  isOn: () => boolean,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const hovers = new SidesHovers(inference, isOn, log);
  return vscode.Disposable.from(
    vscode.languages.registerHoverProvider({ pattern: '**' }, hovers),
    vscode.commands.registerCommand('leftContext.compareSides', () => hovers.showAtCaret()),
    vscode.commands.registerCommand('leftContext.findHindsight', () => findHindsight(inference)),
  );
}

class SidesHovers implements vscode.HoverProvider {
  readonly #inference: Inference;
  readonly #isOn: () => boolean;
  readonly #log: vscode.LogOutputChannel;
  readonly #latest = new Latest();
  /** Where one was asked for. */
  #asked: vscode.Position | undefined;

  constructor(inference: Inference, isOn: () => boolean, log: vscode.LogOutputChannel) {
    this.#inference = inference;
    this.#isOn = isOn;
    this.#log = log;
  }

  async showAtCaret(): Promise<void> {
    const editor = activePrompt();
    if (!editor) {
      notify('Put the caret on a word of a prompt to see what is expected there.');
      return;
    }
    this.#asked = editor.selection.active;
    await vscode.commands.executeCommand('editor.action.showHover');
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const isAsked = this.#asked?.isEqual(position) ?? false;
    this.#asked = undefined;
    if (!isPrompt(document) || !(isAsked || this.#isOn())) return undefined;
    const { text, focus, positionOf } = readAroundCaret(document, position);
    const models = modelsFor(document);
    try {
      const found = await this.#latest.run(
        (signal) => this.#inference.compareSides({ ...models, text, focus }, signal),
        token,
      );
      if (found) {
        const range = new vscode.Range(positionOf(found.start), positionOf(found.end));
        return new vscode.Hover(sidesHover(labelOf(models.causal), labelOf(models.masked), found), range);
      }
      return isAsked ? new vscode.Hover('There is no word here to compare.') : undefined;
    } catch (error) {
      const reason = errorText(error);
      this.#log.warn(`Sides not compared: ${reason}`);
      return new vscode.Hover(new vscode.MarkdownString().appendText(reason));
    }
  }
}

interface Item extends vscode.QuickPickItem {
  readonly word: WordBits;
}

/** Lists the words that make sense only with what comes later; going through the list shows them in the text. */
async function findHindsight(inference: Inference): Promise<void> {
  const editor = activePrompt();
  if (!editor) {
    notify('Open a prompt to find its words that need what comes later.');
    return;
  }
  const { document, selection } = editor;
  const { version } = document;
  const read = readAroundCaret(document, selection.active);
  const found = await reportErrors(async () => measured(inference, document, read));
  if (!found) return;
  if (found.tokens === 0) {
    notify('There is nothing to read here yet.');
    return;
  }
  const words = found.words.filter(needsRightContext).sort((a, b) => b.left - b.both - (a.left - a.both));
  const part = found.measured < found.tokens ? `the ${found.measured} tokens around the caret` : 'this prompt';
  if (words.length === 0) {
    const looked = `${found.words.length} ${found.words.length === 1 ? 'word surprises' : 'words surprise'}`;
    const message = `In ${part} no word makes sense only with what comes later: ${looked} from the left, and from both sides, too.`;
    notify(message);
    return;
  }
  if (document.isClosed || document.version !== version) return;
  await pickWord(editor, read, words, part);
}

function measured(
  inference: Inference,
  document: vscode.TextDocument,
  { text, focus }: ReadText,
): Thenable<RightContextWords | undefined> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: 'Reading from both sides',
    cancellable: true,
  };
  const request = { ...modelsFor(document), text, focus, minLeftBits: MIN_LEFT_BITS };
  return vscode.window.withProgress(options, (progress, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    let before = 0;
    return undefinedWhenAborted(controller.signal, () =>
      inference.rightContextWords(request, controller.signal, (share) => {
        progress.report({ increment: 100 * (share - before) });
        before = share;
      }),
    );
  });
}

async function pickWord(
  editor: vscode.TextEditor,
  { text, positionOf }: ReadText,
  words: readonly WordBits[],
  part: string,
): Promise<void> {
  const rangeOf = ({ start, end }: WordBits) => new vscode.Range(positionOf(start), positionOf(end));
  const items = words.map((word): Item => {
    const line = rangeOf(word).start.line;
    return {
      word,
      label: text.slice(word.start, word.end),
      description: `${word.left.toFixed(1)} bits from the left, ${word.both.toFixed(1)} from both sides`,
      detail: `Line ${line + 1}: ${editor.document.lineAt(line).text.trim().slice(0, 120)}`,
    };
  });
  const before = editor.selection;
  const show = ({ word }: Item) => {
    const range = rangeOf(word);
    editor.selection = new vscode.Selection(range.start, range.end);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  };
  const picked = await vscode.window.showQuickPick(items, {
    title: `${words.length} ${words.length === 1 ? 'Word That Needs' : 'Words That Need'} What Comes Later, in ${part}`,
    placeHolder: 'For these small local models, unexpected from the left and expected from both sides',
    onDidSelectItem: (item) => show(item as Item),
  });
  if (!picked) editor.selection = before;
}

function modelsFor(document: vscode.TextDocument): { causal: string; masked: string } {
  return { causal: setting('completion.model', document), masked: setting('bothSides.model', document) };
}
