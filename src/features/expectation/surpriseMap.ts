import * as vscode from 'vscode';
import { errorText } from '../../core/errorText';
import type { Surprise } from '../../contracts/expectation';
import type { Inference } from '../../contracts/inference';
import { labelOf } from '../../core/models/modelSpec';
import {
  LEVEL_BITS,
  TOP_TOKENS,
  surpriseLevel,
  summarizeSurprise,
  type SurpriseSummary,
} from '../../core/expectation/surpriseLevels';
import { Latest } from '../../host/latest';
import { activePrompt } from '../../host/promptDocuments';
import type { Pause } from '../../host/pause';
import { onDidChangeSettings, setting } from '../../host/settings';
import { notify } from '../../host/notify';
import { readAroundCaret } from '../shared/textAroundCaret';
import { surpriseHover, surpriseTooltip, type SurprisePlace } from './surpriseHover';

const PAUSE_MS = 120;
/** Words that the tooltip lists, and that the command goes to one after the other. */
const MOST_WORDS = 5;

/** What is on show: the surprise of a stretch of a document. */
interface Shown {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly range: vscode.Range;
  readonly words: readonly SurprisePlace[];
}

/**
 * The surprise map: while switched on, each token of the prompt is shaded by how little the model expected it, given what is
 * left of it. Hovering one tells what was expected in its place.
 */
export class SurpriseMap implements vscode.Disposable {
  readonly #inference: Inference;
  readonly #rest: Pick<Pause, 'reason'>;
  readonly #log: vscode.LogOutputChannel;
  /** Colours leftContext.surprise1 to 5, weakest first. */
  readonly #levels = LEVEL_BITS.map((_, level) =>
    vscode.window.createTextEditorDecorationType({
      backgroundColor: new vscode.ThemeColor(`leftContext.surprise${level + 1}`),
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    }),
  );
  /** For tokens that are not shaded, which have a hover too. */
  readonly #plain = vscode.window.createTextEditorDecorationType({
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  readonly #status = vscode.window.createStatusBarItem('leftContext.surprise', vscode.StatusBarAlignment.Right, 98);
  readonly #latest = new Latest();
  readonly #listening: vscode.Disposable;
  #isOn = false;
  #shown: Shown | undefined;
  #pause: NodeJS.Timeout | undefined;

  constructor(inference: Inference, rest: Pick<Pause, 'reason' | 'onDidChange'>, log: vscode.LogOutputChannel) {
    this.#inference = inference;
    this.#rest = rest;
    this.#log = log;
    this.#status.name = 'Left Context: Surprise';
    this.#listening = vscode.Disposable.from(
      vscode.commands.registerCommand('leftContext.toggleSurpriseMap', () => this.#toggle()),
      vscode.commands.registerCommand('leftContext.goToSurprise', () => this.#goToNext()),
      vscode.window.onDidChangeActiveTextEditor(() => this.#refresh()),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.#caretMoved(textEditor)),
      vscode.workspace.onDidChangeTextDocument(() => this.#refresh()),
      rest.onDidChange(() => this.#refresh()),
      onDidChangeSettings(['include', 'completion.model'], () => this.#refresh()),
    );
  }

  dispose(): void {
    this.#listening.dispose();
    clearTimeout(this.#pause);
    this.#latest.cancel();
    for (const type of [...this.#levels, this.#plain]) type.dispose();
    this.#status.dispose();
  }

  /** Whether tokens are to be shaded. */
  get isOn(): boolean {
    return this.#isOn;
  }

  #toggle(): void {
    this.#isOn = !this.#isOn;
    if (this.#isOn && !activePrompt()) {
      notify('Open a prompt to see which of its words surprise the model.');
    }
    void this.#show();
  }

  #refresh(): void {
    if (!this.#isOn) return;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.#show(), PAUSE_MS);
  }

  /** In a text longer than the window, the map goes along with the caret. */
  #caretMoved({ document, selection }: vscode.TextEditor): void {
    const isShown = this.#shown?.document === document && this.#shown.version === document.version;
    if (isShown && !this.#shown!.range.contains(selection.active)) this.#refresh();
  }

  /** Puts the caret on the most surprising word, or on the next one of those listed when it is on one. */
  #goToNext(): void {
    const editor = activePrompt();
    const words = editor && this.#shown?.document === editor.document ? this.#shown.words : [];
    if (!editor || words.length === 0) {
      if (!this.#isOn) this.#toggle();
      return;
    }
    const at = words.findIndex(({ range }) => range.contains(editor.selection.active));
    const { range } = words[(at + 1) % words.length]!;
    editor.selection = new vscode.Selection(range.start, range.start);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  async #show(): Promise<void> {
    const editor = this.#isOn ? activePrompt() : undefined;
    if (!editor) {
      this.#clear();
      this.#status.hide();
      return;
    }
    if (this.#rest.reason) {
      this.#clear();
      this.#say('$(flame) resting', 'The models rest, so nothing is measured. Click to wake them.', 'leftContext.wake');
      return;
    }
    const { document, selection } = editor;
    const { version } = document;
    const { text, focus, positionOf } = readAroundCaret(document, selection.active);
    const model = setting('completion.model', document);
    try {
      const found = await this.#latest.run((signal) => this.#inference.surprise({ model, text, focus }, signal));
      if (!found || document.version !== version || !this.#isOn || activePrompt() !== editor) return;
      this.#draw(editor, model, text, positionOf, found);
    } catch (error) {
      const reason = errorText(error);
      this.#log.warn(`Surprise not measured: ${reason}`);
      this.#clear();
      this.#say('$(flame) not measured', `${reason}\nClick to open the settings.`, 'leftContext.openSettings');
    }
  }

  #draw(
    editor: vscode.TextEditor,
    model: string,
    text: string,
    positionOf: (offset: number) => vscode.Position,
    found: Surprise,
  ): void {
    const { document } = editor;
    const label = labelOf(model);
    const byLevel: vscode.DecorationOptions[][] = [this.#plain, ...this.#levels].map(() => []);
    for (let token = 0; token < found.bits.length; token++) {
      const [start, end] = [found.starts[token]!, found.ends[token]!];
      const range = new vscode.Range(positionOf(start), positionOf(end));
      const hoverMessage = surpriseHover(label, text.slice(start, end), {
        bits: found.bits[token]!,
        rank: found.ranks[token]!,
        vocabulary: found.vocabulary,
        likeliest: found.likeliest.slice(token * TOP_TOKENS, (token + 1) * TOP_TOKENS),
        probabilities: found.probabilities.subarray(token * TOP_TOKENS, (token + 1) * TOP_TOKENS),
      });
      byLevel[surpriseLevel(found.bits[token]!)]!.push({ range, hoverMessage });
    }
    this.#clear(editor);
    [this.#plain, ...this.#levels].forEach((type, level) => editor.setDecorations(type, byLevel[level]!));

    const summary = summarizeSurprise(text, found, MOST_WORDS);
    const words = summary.most.map(({ start, end, bits }): SurprisePlace => ({
      text: text.slice(start, end),
      range: new vscode.Range(positionOf(start), positionOf(end)),
      bits,
    }));
    const range = new vscode.Range(positionOf(found.starts[0] ?? 0), positionOf(found.ends.at(-1) ?? text.length));
    this.#shown = { document, version: document.version, range, words };
    this.#sum(label, summary, words, found);
  }

  #sum(
    label: string,
    { bitsPerWord, words }: SurpriseSummary,
    places: readonly SurprisePlace[],
    found: Surprise,
  ): void {
    if (words === 0) {
      this.#say('$(flame) nothing to measure', `Write something: ${label} has nothing to be surprised at.`, undefined);
      return;
    }
    const tooltip = surpriseTooltip(label, bitsPerWord, places, { measured: found.bits.length, of: found.tokens });
    this.#say(`$(flame) ${bitsPerWord.toFixed(1)} bits a word`, tooltip, 'leftContext.goToSurprise');
  }

  #say(text: string, tooltip: string | vscode.MarkdownString, command: string | undefined): void {
    this.#status.text = text;
    this.#status.tooltip = tooltip;
    this.#status.command = command;
    this.#status.show();
  }

  /** Takes the shades off all editors, but for one that gets new ones. */
  #clear(but?: vscode.TextEditor): void {
    this.#shown = undefined;
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor === but) continue;
      for (const type of [this.#plain, ...this.#levels]) editor.setDecorations(type, []);
    }
  }
}
