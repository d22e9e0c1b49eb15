import * as vscode from 'vscode';
import { chanceInWords } from '../../core/expectation/chanceInWords';
import type { WordBits } from '../../core/expectation/needsRightContext';
import type { ReadText } from '../shared/textAroundCaret';

interface WordItem extends vscode.QuickPickItem {
  readonly range: vscode.Range;
}

/** UTF-16 code units of a line that an item shows. */
const MAX_LINE = 120;

/**
 * A list of words to pick from that grows while they are searched. The word that the reader is on is selected in the text;
 * without a choice, the selection returns to where it was.
 */
export class GrowingWordList {
  readonly #editor: vscode.TextEditor;
  readonly #read: ReadText;
  readonly #before: vscode.Selection;
  readonly #pick = vscode.window.createQuickPick<WordItem>();
  readonly #closing = new AbortController();
  #isAccepted = false;

  constructor(editor: vscode.TextEditor, read: ReadText) {
    this.#editor = editor;
    this.#read = read;
    this.#before = editor.selection;
    this.#pick.title = 'Words That Need What Comes Later';
    this.#pick.placeholder = 'Reading from both sides…';
    this.#pick.busy = true;
    this.#pick.onDidChangeActive(([item]) => item && this.#reveal(item));
    this.#pick.onDidAccept(() => {
      this.#isAccepted = true;
      this.#pick.hide();
    });
    this.#pick.onDidHide(() => this.#end());
    this.#pick.show();
  }

  /** Fires when the list is closed. */
  get signal(): AbortSignal {
    return this.#closing.signal;
  }

  get isClosed(): boolean {
    return this.signal.aborted;
  }

  /** Words in the list. */
  get count(): number {
    return this.#pick.items.length;
  }

  /**
   * Shows the words found so far; the reader stays on the same word.
   *
   * @param share how much of the search is done, 0 to 1
   */
  show(words: readonly WordBits[], share: number): void {
    if (this.isClosed) return;
    this.#pick.title = `${title(words.length)}, so far (${Math.round(100 * share)}% read)`;
    if (words.length === this.count) return;
    const [active] = this.#pick.activeItems;
    this.#pick.items = words.map((word) => this.#itemOf(word));
    const same = active && this.#pick.items.find(({ range }) => range.isEqual(active.range));
    if (same) this.#pick.activeItems = [same];
  }

  /** Says that the search is over. */
  finish(part: string): void {
    this.#pick.busy = false;
    this.#pick.title = `${title(this.count)}, in ${part}`;
    this.#pick.placeholder = 'These local models expect them from both sides, but not from the left';
  }

  close(): void {
    this.#pick.hide();
  }

  #itemOf({ start, end, leftBits, bothBits }: WordBits): WordItem {
    const range = new vscode.Range(this.#read.positionOf(start), this.#read.positionOf(end));
    const { line } = range.start;
    return {
      range,
      label: this.#read.text.slice(start, end),
      description: `${chanceInWords(leftBits)} from the left, ${chanceInWords(bothBits)} from both sides`,
      detail: `Line ${line + 1}: ${this.#editor.document.lineAt(line).text.trim().slice(0, MAX_LINE)}`,
    };
  }

  #reveal({ range }: WordItem): void {
    this.#editor.selection = new vscode.Selection(range.start, range.end);
    this.#editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  #end(): void {
    this.#closing.abort();
    if (!this.#isAccepted) this.#editor.selection = this.#before;
    this.#pick.dispose();
  }
}

function title(count: number): string {
  return `${count} ${count === 1 ? 'Word That Needs' : 'Words That Need'} What Comes Later`;
}
