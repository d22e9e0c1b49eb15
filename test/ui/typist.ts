import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { samplePrompt, workspace } from '../helpers/fixtures';
import type { Window } from './window';

/** What stands in the file is what was typed, as long as the editor adds nothing by itself. */
export const PLAIN_EDITING = {
  'editor.quickSuggestions': false,
  'editor.autoClosingBrackets': 'never',
  'editor.autoClosingQuotes': 'never',
  'editor.autoIndent': 'none',
  'editor.trimAutoWhitespace': false,
};

const SENTENCES = readdirSync(workspace).flatMap((name) => samplePrompt(name).match(/[A-Z][a-z][^\n.{}]+\./g) ?? []);
const LINE_LENGTH = 300;

/** Writes real sentences at the end of a file, key by key, and knows what must stand there. */
export class Typist {
  readonly #window: Window;
  readonly #file: string;
  readonly #random: () => number;
  #waiting = '';
  #text: string;
  #keystrokes = 0;
  #accepted = 0;

  /** @param file that is open, with the caret at its end */
  constructor(window: Window, file: string, random: () => number) {
    this.#window = window;
    this.#file = file;
    this.#random = random;
    this.#text = samplePrompt(file);
  }

  /** All that was typed and accepted, below what stood in the file before. */
  get text(): string {
    return this.#text;
  }

  get keystrokes(): number {
    return this.#keystrokes;
  }

  /** How many suggestions were accepted. */
  get accepted(): number {
    return this.#accepted;
  }

  /** The next letter, or a line break where a line has become long enough. */
  async key(): Promise<void> {
    if (this.#waiting === '') this.#waiting = this.#next();
    const key = this.#waiting[0]!;
    this.#waiting = this.#waiting.slice(1);
    if (key === '\n') await this.#window.page.keyboard.press('Enter');
    else await this.#window.page.keyboard.type(key);
    this.#text += key;
    this.#keystrokes++;
  }

  async backspace(): Promise<void> {
    await this.#window.page.keyboard.press('Backspace');
    this.#waiting = this.#text.at(-1)! + this.#waiting;
    this.#text = this.#text.slice(0, -1);
    this.#keystrokes++;
  }

  /** Types at a writer's pace until `job` has settled, and gives what came of it. */
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

  /** Takes the first line away, and goes back to the end. */
  async deleteFirstLine(): Promise<void> {
    await this.#window.page.keyboard.press('Control+Home');
    await this.#window.page.keyboard.press('Control+Shift+K');
    await this.#window.page.keyboard.press('Control+End');
    this.#text = this.#text.slice(this.#text.indexOf('\n') + 1);
    this.#keystrokes++;
  }

  /** Accepts the ghost text, if there is some within `milliseconds`; whether there was. */
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
    // The ghost text may have gone the moment before; then Tab indents.
    assert.ok(added === ghost || added.trim() === '', `“${added}” came in place of “${ghost}”`);
    this.#text = text;
    this.#waiting = '\n';
    if (added === ghost) this.#accepted++;
    return added === ghost;
  }

  /** Takes the latest edit back, of which this is the text from before. */
  async undo(before: string): Promise<void> {
    await this.#window.page.keyboard.press('Control+Z');
    this.#text = before;
    this.#keystrokes++;
  }

  /** Saves, and tells how many characters of the file, from the first wrong one on, are not what must stand there. */
  async lost(): Promise<number> {
    const text = await this.#window.savedText(this.#file);
    let same = 0;
    while (same < text.length && text[same] === this.#text[same]) same++;
    return Math.max(text.length, this.#text.length) - same;
  }

  /** The text once it is another than it was. */
  async #changed(): Promise<string> {
    for (let attempt = 0; attempt < 50; attempt++) {
      const text = await this.#window.savedText(this.#file);
      if (text !== this.#text) return text;
      await this.#window.page.waitForTimeout(50);
    }
    return this.#text;
  }

  /** Sentences in random order, in lines that are not too long. */
  #next(): string {
    const line = this.#text.length - this.#text.lastIndexOf('\n');
    const sentence = SENTENCES[Math.floor(this.#random() * SENTENCES.length)]!;
    return line > LINE_LENGTH ? `\n${sentence} ` : `${sentence} `;
  }
}

/** As the window shows it: with spaces that do not break. */
function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}
