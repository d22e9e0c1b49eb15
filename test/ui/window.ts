import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Frame, Locator, Page } from 'playwright-core';
import { start } from '../../scripts/lib/codeServer';
import { PACK } from '../../scripts/release/targets';
import { openBrowser } from '../../scripts/lib/workbench';
import { root, workspace } from '../helpers/fixtures';

type Server = Awaited<ReturnType<typeof start>>;
type Browser = Awaited<ReturnType<typeof openBrowser>>;

/** How an editor differs from the usual one. */
export interface EditorOptions {
  readonly settings?: object;
  /** A command line that runs the server, such as a tracer's. */
  readonly under?: readonly string[];
  /** With 'ask' windows open in Restricted Mode. */
  readonly trust?: 'all' | 'ask';
  /** Without the second extension, packs/smollm2. */
  readonly isAlone?: boolean;
}

/** How a window differs from the usual one. */
export interface WindowOptions {
  /** Files that the workspace has besides the sample prompts, by their paths in it. */
  readonly files?: Readonly<Record<string, string>>;
  /** Runs before the window loads. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** A VS Code server and a browser, running the VSIX files that LEFT_CONTEXT_VSIX names, else the checkout. */
export class Editor {
  readonly #server: Server;
  readonly #browser: Browser;
  readonly #extensions: readonly string[];

  private constructor(server: Server, browser: Browser, extensions: readonly string[]) {
    this.#server = server;
    this.#browser = browser;
    this.#extensions = extensions;
  }

  static async start({ settings = {}, under, trust, isAlone = false }: EditorOptions = {}): Promise<Editor> {
    // The first is Left Context itself.
    const wanted = <T>(extensions: readonly T[]) => (isAlone ? extensions.slice(0, 1) : extensions);
    const vsixFiles = wanted(process.env['LEFT_CONTEXT_VSIX']?.split(path.delimiter) ?? []);
    const options = { settings, vsixFiles, ...(under && { under: [...under] }), ...(trust && { trust }) };
    const server = await start(options);
    return new Editor(
      server,
      await openBrowser(server),
      vsixFiles.length > 0 ? [] : wanted([root, path.join(root, PACK)]),
    );
  }

  /** Where VS Code keeps its files; all its processes have this folder in their environment. */
  get profile(): string {
    return this.#server.folder;
  }

  /** Opens a window on a copy of the sample prompts. */
  async open({ files = {}, prepare }: WindowOptions = {}): Promise<Window> {
    const temporary = mkdtempSync(path.join(os.tmpdir(), 'left-context-'));
    const folder = path.join(temporary, 'prompts');
    cpSync(workspace, folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) write(folder, name, text);
    const options = { workspace: folder, extensions: [...this.#extensions], ...(prepare && { prepare }) };
    const page = await this.#browser.open(options);
    await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
    return new Window(this, page, temporary, folder);
  }

  /** Closes the browser and ends the server. Their files stay until `stop`. */
  async end(): Promise<void> {
    await this.#browser.close();
    await this.#server.end();
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await this.#server.stop();
  }
}

/** A VS Code window on a copy of the sample prompts, driven as a person would. */
export class Window {
  readonly editor: Editor;
  readonly page: Page;
  /** The workspace. */
  readonly folder: string;
  readonly #temporary: string;
  #isOnlyWindow = false;

  /** Opens a window of an editor of its own, which stops when the window closes. */
  static async open(options: EditorOptions & WindowOptions = {}): Promise<Window> {
    const editor = await Editor.start(options);
    const window = await editor.open(options);
    window.#isOnlyWindow = true;
    return window;
  }

  constructor(editor: Editor, page: Page, temporary: string, folder: string) {
    this.editor = editor;
    this.page = page;
    this.folder = folder;
    this.#temporary = temporary;
  }

  async close(): Promise<void> {
    await this.page.close();
    if (this.#isOnlyWindow) await this.editor.stop();
    rmSync(this.#temporary, { recursive: true, force: true });
  }

  /** Opens a file of the workspace and puts the caret at its end, once the extension is up and has counted it. */
  async openFile(name: string): Promise<void> {
    const row = this.page.locator(`.explorer-folders-view .monaco-list-row:has-text("${name}")`);
    if (!(await row.isVisible())) await this.page.keyboard.press('Control+Shift+E');
    await row.dblclick();
    await this.page.locator(`.tab.active:has-text("${name}")`).waitFor();
    const editor = await this.#editorOf(name);
    await editor.locator('.view-lines').first().click();
    await this.statusItem('BERT').waitFor();
    await this.page.keyboard.press('Control+End');
  }

  /** Opens a file of any folder by its path. */
  async openByName(name: string): Promise<void> {
    const file = name.split('/').at(-1)!;
    await this.page.keyboard.press('Control+P');
    await this.page.locator('.quick-input-widget input').fill(name);
    await this.page.locator(`.quick-input-list .monaco-list-row:has-text("${file}")`).first().waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.locator(`.tab.active:has-text("${file}")`).waitFor();
    await this.#editorOf(file);
  }

  /** The editor of a file, once it shows its text: behind a new tab, an editor still shows the file before it for a moment. */
  async #editorOf(name: string): Promise<Locator> {
    const editor = this.page.locator(`.monaco-editor[data-uri$="/${encodeURIComponent(name)}"]`).first();
    await editor.locator('.view-line').first().waitFor();
    return editor;
  }

  /** Rows of the view *What an Agent Reads*. */
  agentRow(text: string | RegExp): Locator {
    const view = this.page.locator('.pane:has(.pane-header:has-text("Agent Reads"))');
    return view.locator('.monaco-list-row').filter({ hasText: text });
  }

  /** Saves the active file and waits until the file on disk is as expected. */
  async saved(name: string, isExpected: (text: string) => boolean): Promise<void> {
    await this.page.keyboard.press('Control+S');
    const read = () => readFileSync(path.join(this.folder, name), 'utf8');
    for (let attempt = 0; attempt < 100 && !isExpected(read()); attempt++) await this.page.waitForTimeout(50);
    if (!isExpected(read())) throw new Error(`${name} holds:\n${read()}`);
  }

  /** Saves the active file, and returns its text on disk. */
  async savedText(name: string): Promise<string> {
    await this.page.keyboard.press('Control+S');
    await this.page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
    return readFileSync(path.join(this.folder, name), 'utf8');
  }

  /** Writes a file into the workspace from outside the window. */
  write(name: string, text: string): void {
    write(this.folder, name, text);
  }

  /** Waits for a file to be written into the workspace, and returns its text. */
  async written(name: string): Promise<string> {
    const file = path.join(this.folder, name);
    const read = () => (existsSync(file) ? readFileSync(file, 'utf8') : '');
    let text = read();
    for (let attempt = 0; attempt < 200; attempt++) {
      await this.page.waitForTimeout(50);
      const before = text;
      text = read();
      // VS Code creates the file before it writes the text.
      if (text !== '' && text === before) return text;
    }
    throw new Error(`${name} is not there, or still grows.`);
  }

  get ghostText(): Locator {
    return this.page.locator('.ghost-text-decoration, .ghost-text-decoration-preview, .ghost-text').first();
  }

  /**
   * Types, and returns the ghost text that appears. About one in six newly loaded windows asks for ghost text, gets it
   * at once and does not show it. A person then types on, so this types the last letter again.
   */
  async typeForGhostText(text: string, attempts = 4): Promise<string> {
    await this.page.keyboard.type(text, { delay: 40 });
    for (let attempt = 0; attempt < attempts; attempt++) {
      const isThere = await this.ghostText.waitFor({ timeout: 5_000 }).then(
        () => true,
        () => false,
      );
      if (isThere) return this.ghostText.innerText();
      await this.page.keyboard.press('Backspace');
      await this.page.keyboard.type(text.at(-1)!);
    }
    await this.command('Left Context: Why Is There No Suggestion?');
    const reasons = this.page.locator('.notification-list-item-message');
    await reasons.first().waitFor();
    throw new Error(`There is no ghost text. ${(await reasons.allInnerTexts()).join(' ')}`);
  }

  /** Types, asks for ghost text, and returns it: what nobody asks for does not appear where a model is unsure. */
  async askForGhostText(texts: readonly string[]): Promise<string> {
    for (const text of texts) {
      await this.page.keyboard.type(text, { delay: 40 });
      await this.command('Trigger Inline Suggestion');
      const isThere = await this.ghostText.waitFor({ timeout: 4_000 }).then(
        () => true,
        () => false,
      );
      if (isThere) return this.ghostText.innerText();
    }
    throw new Error('There is no ghost text.');
  }

  statusItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item').filter({ hasText: text });
  }

  /**
   * Opens the quick fixes at the caret and picks one. VS Code closes their menu whenever the editor's layout changes,
   * as it does while a window loads. A person then presses the key again, and so does this.
   */
  async quickFix(title: string): Promise<void> {
    const fix = this.page.locator(`.action-widget .action:has-text("${title}")`);
    for (let attempt = 0; attempt < 8; attempt++) {
      await this.page.keyboard.press('Control+.');
      const picked = await fix.click({ timeout: 3_000 }).then(
        () => true,
        () => false,
      );
      if (picked) return;
      await this.page.keyboard.press('Escape');
      // Focuses the editor again in case the focus is elsewhere. The caret stays.
      await this.page.keyboard.press('Control+1');
    }
    throw new Error(`There is no quick fix “${title}”.`);
  }

  /** A notification with this text. */
  message(text: string): Locator {
    return this.page.locator('.notification-toast').filter({ hasText: text });
  }

  /** Applies or discards the diff on display, above it, and waits until its message is gone, too. */
  async decide(answer: 'Apply' | 'Discard'): Promise<void> {
    await this.page.locator('.notification-toast a:text-is("Apply")').waitFor();
    await this.page.locator(`.editor-actions .action-label:text-is("${answer}")`).click();
    await this.page.locator('.notification-toast a:text-is("Apply")').waitFor({ state: 'detached' });
  }

  /**
   * Runs a command by its title from the command palette. A key pressed while the focus moves from the panel to the
   * workbench reaches neither. A person then presses it again, and so does this.
   */
  async command(title: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input');
    let isOpen = false;
    for (let attempt = 0; attempt < 4 && !isOpen; attempt++) {
      await this.page.keyboard.press('F1');
      isOpen = await input.waitFor({ timeout: 5_000 }).then(
        () => true,
        () => false,
      );
    }
    await input.fill(`>${title}`);
    await this.page.locator(`.quick-input-list .monaco-list-row:has-text("${title}")`).first().click();
  }

  /** Puts the caret at the end of the active file, from wherever the focus is. */
  async focusEditor(): Promise<void> {
    await this.page.keyboard.press('Control+1');
    await this.page.locator('.monaco-editor.focused').waitFor();
    await this.page.keyboard.press('Control+End');
  }

  /** Opens the attention panel in the side bar unless it is open, and returns its page once it shows a map. */
  async attentionPanel(): Promise<Frame> {
    const item = this.page.locator('.activitybar .action-item:has(a[aria-label^="Left Context"])');
    // A click on the item of an open side bar closes it.
    if (!/\bchecked\b/.test((await item.getAttribute('class')) ?? '')) await item.locator('a').click();
    return this.frameThatShows('.heatmap');
  }

  /** Opens “Inside the Model” by a command, and returns its page once it shows the command's section. */
  async insidePanel(command: string, section: string): Promise<Frame> {
    await this.command(`Left Context Lenses: ${command}`);
    return this.frameThatShows(`.panel:not(.outdated) section.${section}`);
  }

  /** The webview in which an element that matches `selector` is visible. */
  async frameThatShows(selector: string): Promise<Frame> {
    for (let attempt = 0; attempt < 300; attempt++) {
      for (const frame of this.page.frames()) {
        const isSeen = frame.locator(selector).first().isVisible();
        if (await isSeen.catch(() => false)) return frame;
      }
      await this.page.waitForTimeout(100);
    }
    throw new Error(`No page shows ${selector}.`);
  }
}

function write(folder: string, name: string, text: string): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
