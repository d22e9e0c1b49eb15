import * as vscode from 'vscode';
import { errorText } from '../../core/errorText';
import type { Inference } from '../../contracts/inference';
import { Latest } from '../../host/latestJob';
import { activeEditorToRead, textAtPosition } from '../../host/textToRead';
import { notify } from '../../host/notify';
import { bothSidesSentence } from './bothSidesSentence';
import { sidesHover } from './bothSidesTable';
import type { ModelsInUse } from '../models/modelsInUse';
import { readAroundCaret } from '../shared/textAroundCaret';
import { listRightContextWords } from './listWordsNeedingRightContext';

/**
 * Left only, or both sides: a hover compares what is expected in a word's place from its left with what is expected from
 * both sides, and a command lists the words that make sense only with the right context.
 *
 * @param isOn whether to show hovers without a request
 */
export function registerBothSides(
  inference: Inference,
  models: ModelsInUse,
  isOn: () => boolean,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const hovers = new BothSidesHovers(inference, models, isOn, log);
  return vscode.Disposable.from(
    vscode.languages.registerHoverProvider({ pattern: '**' }, hovers),
    vscode.commands.registerCommand('leftContext.compareSides', () => hovers.showAtCaret()),
    vscode.commands.registerCommand('leftContext.findHindsight', () => listRightContextWords(inference, models)),
  );
}

class BothSidesHovers implements vscode.HoverProvider {
  readonly #inference: Inference;
  readonly #models: ModelsInUse;
  readonly #isOn: () => boolean;
  readonly #log: vscode.LogOutputChannel;
  readonly #latest = new Latest();
  /** Where the user requested a hover. */
  #requested: vscode.Position | undefined;

  constructor(inference: Inference, models: ModelsInUse, isOn: () => boolean, log: vscode.LogOutputChannel) {
    this.#inference = inference;
    this.#models = models;
    this.#isOn = isOn;
    this.#log = log;
  }

  /** Shows the hover of the word at the caret. */
  async showAtCaret(): Promise<void> {
    const editor = activeEditorToRead();
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
    const whole = isRequested || this.#isOn() ? textAtPosition(document, position) : undefined;
    if (!whole) return undefined;
    const { text, focus, positionOf } = readAroundCaret(whole, position);
    const sides = this.#models.sides(document);
    try {
      const comparison = await this.#latest.run(
        (signal) => this.#inference.compareSides({ ...sides, text, focus }, signal),
        token,
      );
      if (comparison) {
        const range = new vscode.Range(positionOf(comparison.start), positionOf(comparison.end));
        // What nobody asked for must not hide the prompt.
        const content = isRequested ? sidesHover : bothSidesSentence;
        const [causal, masked] = [sides.causal, sides.masked].map((id) => this.#models.labelOf(id));
        return new vscode.Hover(content(causal!, masked!, comparison), range);
      }
      return isRequested ? new vscode.Hover('There is no word here. Put the caret on a word to compare.') : undefined;
    } catch (error) {
      const reason = errorText(error);
      this.#log.warn(`Sides not compared: ${reason}`);
      return new vscode.Hover(new vscode.MarkdownString().appendText(reason));
    }
  }
}
