import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { samplePrompt, workspace } from '../helpers/fixtures';
import type { Window } from './window';

/** Settings with which the editor adds nothing to what is typed. */
export const PLAIN_EDITING = {
  'editor.quickSuggestions': false,
  'editor.autoClosingBrackets': 'never',
  'editor.autoClosingQuotes': 'never',
  'editor.autoIndent': 'none',
  'editor.trimAutoWhitespace': false,
};

const SENTENCES = readdirSync(workspace).flatMap((name) => samplePrompt(name).match(/[A-Z][a-z][^\n.{}]+\./g) ?? []);
const LINE_LENGTH = 300;

/** Types real sentences at the end of a file, key by key, and knows the text that must result. */
export class Typist {
  readonly #window: Window;
  readonly #file: string;
  readonly #random: () => number;
  #waiting = '';
  #text: string;
  #keystrokes = 0;
  #accepted = 0;

  /** @param file the open file, with the caret at its end */
  constructor(window: Window, file: string, random: () => number) {
    this.#window = window;
    this.#file = file;
    this.#random = random;
    this.#text = samplePrompt(file);
  }

  /** All text typed and accepted so far, below the file's original text. */
  get text(): string {
    return this.#text;
  }

  get keystrokes(): number {
    return this.#keystrokes;
  }

  /** Number of accepted suggestions. */
  get accepted(): number {
    return this.#accepted;
  }

  /** Types the next letter, or a line break where the line is long enough. */
  async key(): Promise<void> {
    if (this.#waiting === '') this.#waiting = this.#next();
    const key = this.#waiting[0]!;
    this.#waiting = this.#waiting.slice(1);
    if (key === '\n') await this.#window.page.keyboard.press('Enter');
    else await this.#window.page.keyboard.type(key);
    this.#text += key;
    this.#keystrokes++;
  }

  /** Types a given text, and a new sentence after it. */
  async write(text: string): Promise<void> {
    this.#waiting = text;
    while (this.#waiting !== '') await this.key();
  }

  async backspace(): Promise<void> {
    await this.#window.page.keyboard.press('Backspace');
    this.#waiting = this.#text.at(-1)! + this.#waiting;
    this.#text = this.#text.slice(0, -1);
    this.#keystrokes++;
  }

  /** Types at a writer's pace until `job` has settled, and returns its result. */
  async whileTyping<T>(job: Promise<T>): Promise<T> {
    let isSettled = false;
    const settle = () => (isSettled = true);
    job.then(settle, settle);
    while (!isSettled) {
      await this.key();
      const isPause = this.#text.endsWith('. ') || this.#random() < 0.02;
      await this.#window.page.waitForTimeout(isPause ? 300 : 15 + 25 * this.#random());
    }
    return job;
  }

  /** Deletes the first line, and moves the caret back to the end. */
  async deleteFirstLine(): Promise<void> {
    await this.#window.page.keyboard.press('Control+Home');
    await this.#window.page.keyboard.press('Control+Shift+K');
    await this.#window.page.keyboard.press('Control+End');
    this.#text = this.#text.slice(this.#text.indexOf('\n') + 1);
    this.#keystrokes++;
  }

  /** Accepts ghost text if some appears within `milliseconds`. Returns whether it did. */
  async accept(milliseconds: number): Promise<boolean> {
    const isThere = await this.#window.ghostText.waitFor({ timeout: milliseconds }).then(
      () => true,
      () => false,
    );
    if (!isThere) return false;
    const ghost = plain(await this.#window.ghostText.innerText());
    await this.#window.page.keyboard.press('Tab');
    this.#keystrokes++;
    const text = await this.#changed();
    assert.ok(text.startsWith(this.#text), `accepting changed what stood before: …${text.slice(-200)}`);
    const added = plain(text.slice(this.#text.length));
    // The ghost text may have disappeared just before. Tab then indents.
    assert.ok(added === ghost || added.trim() === '', `“${added}” came in place of “${ghost}”`);
    this.#text = text;
    this.#waiting = '\n';
    if (added === ghost) this.#accepted++;
    return added === ghost;
  }

  /** Undoes the latest edit. `before` is the text before that edit. */
  async undo(before: string): Promise<void> {
    await this.#window.page.keyboard.press('Control+Z');
    this.#text = before;
    this.#keystrokes++;
  }

  /** Saves, and returns how many characters of the file, from the first wrong one on, differ from the expected text. */
  async lost(): Promise<number> {
    const text = await this.#window.savedText(this.#file);
    let same = 0;
    while (same < text.length && text[same] === this.#text[same]) same++;
    return Math.max(text.length, this.#text.length) - same;
  }

  /** Waits for the text to change, and returns it. */
  async #changed(): Promise<string> {
    for (let attempt = 0; attempt < 50; attempt++) {
      const text = await this.#window.savedText(this.#file);
      if (text !== this.#text) return text;
      await this.#window.page.waitForTimeout(50);
    }
    return this.#text;
  }

  /** A random sentence, on a new line where the line is long. */
  #next(): string {
    const line = this.#text.length - this.#text.lastIndexOf('\n');
    const sentence = SENTENCES[Math.floor(this.#random() * SENTENCES.length)]!;
    return line > LINE_LENGTH ? `\n${sentence} ` : `${sentence} `;
  }
}

/** Replaces the window's no-break spaces by plain ones. */
function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}
