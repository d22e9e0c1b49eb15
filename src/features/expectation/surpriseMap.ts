import * as vscode from 'vscode';
import type { Surprise } from '../../contracts/expectationRequests';
import type { Inference } from '../../contracts/inference';
import { errorText } from '../../core/errorText';
import { LEVEL_BITS, surpriseLevels } from '../../core/expectation/surpriseShadingLevels';
import { TOP_TOKENS } from '../../core/expectation/howManyLikeliestTokens';
import { summarizeSurprise } from '../../core/expectation/meanSurprisePerWord';
import { surprisingWords } from '../../core/expectation/sumSurpriseOfWordTokens';
import { ENGINE_SETTINGS } from '../../host/engines/engineRoles';
import type { ModelPause } from '../../host/modelPause';
import { activeEditorToRead, textToRead } from '../../host/textToRead';
import { toRange } from '../../host/offsetsToRanges';
import { ToggledOverlay, type OverlayContent, type OverlayStatus } from '../../host/toggledOverlay';
import { wayOutOf } from '../engines/wayOutOfFailure';
import type { ModelsInUse } from '../models/modelsInUse';
import { readAroundCaret, type ReadText } from '../shared/textAroundCaret';
import { edgeNoteType, unmeasuredType, edgesOfMeasuredPart } from './edgesOfMeasuredPart';
import { expectedBeginnings } from './expectedBeginnings';
import { linesOf } from './linesOfMeasuredPart';
import { surpriseHover } from './surpriseHover';
import { surpriseTooltip, type SurprisedModel, type SurprisePlace, MAX_WORDS } from './surpriseTooltip';

const DELAY_MS = 120;

interface SurpriseOverlay extends OverlayContent {
  /** The most surprising words, the most surprising one first. */
  readonly words: readonly SurprisePlace[];
  /** The part of the document that was measured; undefined when nothing was. */
  readonly range: vscode.Range | undefined;
}

/**
 * The surprise map: while switched on, shades the words of the prompt that the model expected least from their left
 * context. Hovering over a word says what was expected in its place.
 */
export class SurpriseMap implements vscode.Disposable {
  readonly #inference: Inference;
  readonly #pause: Pick<ModelPause, 'reason'>;
  readonly #models: ModelsInUse;
  readonly #overlay: ToggledOverlay<SurpriseOverlay>;
  readonly #registrations: vscode.Disposable;

  constructor(
    inference: Inference,
    models: ModelsInUse,
    pause: Pick<ModelPause, 'reason'>,
    log: vscode.LogOutputChannel,
  ) {
    this.#inference = inference;
    this.#models = models;
    this.#pause = pause;
    const statusItem = vscode.window.createStatusBarItem('leftContext.surprise', vscode.StatusBarAlignment.Right, 98);
    statusItem.name = 'Left Context: Surprise';
    this.#overlay = new ToggledOverlay({
      types: decorationTypes(),
      statusItem,
      delayMs: DELAY_MS,
      settings: ['completion.model', ...ENGINE_SETTINGS],
      clearedWhen: 'another prompt is active',
      noPrompt: 'The active editor shows no prompt. Open one to see which of its words surprise the model.',
      compute: (editor, signal) => this.#compute(editor, signal),
      failed: (error) => {
        const reason = errorText(error);
        log.warn(`Surprise not measured: ${reason}`);
        const { advice, command } = wayOutOf(error);
        return onlyStatus('$(flame) not measured', `${reason}\n${advice}`, command);
      },
    });
    this.#registrations = vscode.Disposable.from(
      this.#overlay,
      vscode.commands.registerCommand('leftContext.toggleSurpriseMap', () => this.#overlay.toggle()),
      vscode.commands.registerCommand('leftContext.goToSurprise', () => this.#goToNextWord()),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.#followCaret(textEditor)),
      models.onDidChange(() => this.#overlay.refresh()),
    );
  }

  dispose(): void {
    this.#registrations.dispose();
  }

  /** Whether the map is switched on. */
  get isOn(): boolean {
    return this.#overlay.isOn;
  }

  /** Measures again when the caret leaves the measured part of a text that is longer than the context window. */
  #followCaret({ document, selection }: vscode.TextEditor): void {
    const range = this.#overlay.shownIn(document)?.range;
    if (range && !range.contains(selection.active)) this.#overlay.refresh();
  }

  /** Moves the caret to the most surprising word, or from a listed word to the next one. Switches the map on if needed. */
  #goToNextWord(): void {
    const editor = activeEditorToRead();
    const words = (editor && this.#overlay.lastShownIn(editor.document)?.words) ?? [];
    if (!editor || words.length === 0) {
      if (!this.#overlay.isOn) this.#overlay.toggle();
      return;
    }
    const current = words.findIndex(({ range }) => range.contains(editor.selection.active));
    const { range } = words[(current + 1) % words.length]!;
    editor.selection = new vscode.Selection(range.start, range.start);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  async #compute(editor: vscode.TextEditor, signal: AbortSignal): Promise<SurpriseOverlay> {
    if (this.#pause.reason) {
      const tooltip = 'The models are paused, so surprise is not measured. Click to resume them.';
      return onlyStatus('$(flame) paused', tooltip, 'leftContext.wake');
    }
    const { document, selection } = editor;
    const whole = textToRead(editor)!;
    const read = readAroundCaret(whole, selection.active);
    const { text, focus, positionOf } = read;
    const { id: model, label, elsewhere } = this.#models.reading(document);
    const surprise = await this.#inference.surprise({ model, text, focus }, signal);
    const { contextLength } = await this.#inference.describe({ model }, signal);
    const summary = summarizeSurprise(text, surprise, MAX_WORDS);
    const words = summary.mostSurprising.map(({ start, end, bits, excess }) => ({
      text: text.slice(start, end),
      range: new vscode.Range(positionOf(start), positionOf(end)),
      bits,
      excess,
    }));
    const range = new vscode.Range(
      positionOf(surprise.starts[0] ?? 0),
      positionOf(surprise.ends.at(-1) ?? text.length),
    );
    const isWhole = surprise.bits.length === surprise.totalTokens;
    const wholeRange = toRange(document, { start: whole.toDocument(0), end: whole.toDocument(whole.text.length) });
    return {
      decorations: [...shades(read, surprise, label), ...edgesOfMeasuredPart(document, wholeRange, range)],
      status: statusOf({ label, elsewhere, contextLength }, summary.bitsPerWord, words, isWhole ? undefined : range),
      words,
      range,
    };
  }
}

/** For words that are not shaded, which have a hover too; for the colours leftContext.surprise1 to 5; for the edges. */
function decorationTypes(): vscode.TextEditorDecorationType[] {
  const { ClosedClosed: rangeBehavior } = vscode.DecorationRangeBehavior;
  const shaded = LEVEL_BITS.map((_, level) =>
    vscode.window.createTextEditorDecorationType({
      backgroundColor: new vscode.ThemeColor(`leftContext.surprise${level + 1}`),
      rangeBehavior,
    }),
  );
  const unshaded = vscode.window.createTextEditorDecorationType({ rangeBehavior });
  return [unshaded, ...shaded, unmeasuredType(), edgeNoteType()];
}

/** The measured words with their hovers, by level of surprise. */
function shades({ text, positionOf }: ReadText, surprise: Surprise, label: string): vscode.DecorationOptions[][] {
  const byLevel: vscode.DecorationOptions[][] = [[], ...LEVEL_BITS.map(() => [])];
  const words = surprisingWords(text, surprise);
  const levels = surpriseLevels(words.map(({ excess }) => excess));
  words.forEach(({ start, end, bits, tokens }, index) => {
    const first = tokens[0]!;
    const likeliest = surprise.likeliest.slice(first * TOP_TOKENS, (first + 1) * TOP_TOKENS);
    const hoverMessage = surpriseHover(label, text.slice(start, end), {
      bits,
      isExpected: tokens.every((token) => surprise.ranks[token] === 1),
      others: expectedBeginnings(text.slice(surprise.starts[first], end), likeliest),
    });
    byLevel[levels[index]!]!.push({ range: new vscode.Range(positionOf(start), positionOf(end)), hoverMessage });
  });
  return byLevel;
}

/** @param part the part of the text that was measured; undefined for all of it */
function statusOf(
  model: SurprisedModel,
  bitsPerWord: number,
  words: readonly SurprisePlace[],
  part: vscode.Range | undefined,
): OverlayStatus {
  if (words.length === 0) {
    const tooltip = `There is no text for ${model.label} to measure. Write something.`;
    return { text: '$(flame) nothing to measure', tooltip, command: undefined };
  }
  return {
    text: `$(flame) ${bitsPerWord.toFixed(1)} bits a word`,
    tooltip: surpriseTooltip(model, bitsPerWord, words, part && linesOf(part)),
    command: 'leftContext.goToSurprise',
  };
}

function onlyStatus(text: string, tooltip: string, command: string): SurpriseOverlay {
  return { decorations: [], status: { text, tooltip, command }, words: [], range: undefined };
}
