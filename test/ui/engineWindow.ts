import { readFileSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import { CONTINUATION } from '../engines/wordEngine';
import { seeded } from '../helpers/random';
import { familyOf } from '../helpers/trace';
import { Tracing } from '../helpers/tracing';
import { measureKeyDelays, takeKeyDelays } from './keyDelays';
import { seeProcess, type ProcessMemory } from './memory';
import { PLAIN_EDITING, Typist } from './typist';
import { listenForNotifications, watchNotifications } from './watchNotifications';
import { Window } from './window';
import { WindowProcesses } from './windowProcesses';

const FILE = 'support-agent.txt';
const NAME = 'desk';
/** Keys between two pauses, each long enough for ghost text, a count and a new map. */
const BURST = 20;
const KEY_MS = 20;
const PAUSE_MS = 300;
/** Time after the pause in which ghost text must appear: the machine may be busy. */
const GHOST_TEXT_MS = 700;
/** The text's length moves between these bounds, so that its own growth neither slows keys down nor counts as a leak. */
const LONGEST = 4_000;
const SHORTEST = 1_500;
/** A part of what the engine writes that no other model writes. */
const OF_ENGINE = CONTINUATION.slice(2, 4).join('');

/** Who wrote ghost text; undefined where there is none. */
export type Writer = 'engine' | 'here' | undefined;

/** A window in which an engine has all roles, and the surprise map is on. Its server is traced. */
export class EngineWindow {
  readonly window: Window;
  /** Texts of the notifications since the engine was connected. */
  readonly notifications: readonly string[];
  readonly #tracing: Tracing;
  readonly #typist: Typist;
  #lost = 0;

  /**
   * Opens a window and connects the engine as a user does.
   *
   * @param seed of the text to type
   */
  static async open(engine: string, seed: number): Promise<EngineWindow> {
    const tracing = new Tracing();
    const notifications: string[] = [];
    const roles = ['ghostText', 'expectation', 'counts'].map((role) => [`leftContext.engine.${role}`, NAME]);
    const settings = {
      ...PLAIN_EDITING,
      'leftContext.completion.level': 'eager',
      'leftContext.engines': [{ name: NAME, url: engine }],
      ...Object.fromEntries(roles),
    };
    const window = await Window.open({
      settings,
      isAlone: true,
      under: tracing.command,
      prepare: (page) => listenForNotifications(page, notifications),
    });
    try {
      await window.openFile(FILE);
      await connect(window);
      await window.command('Left Context Lenses: Toggle Surprise Map');
      await window.statusItem('bits a word').waitFor();
      await window.command('Notifications: Clear All Notifications');
      await window.focusEditor();
      await watchNotifications(window.page);
      await measureKeyDelays(window.page);
    } catch (error) {
      const shot = process.env['LEFT_CONTEXT_SHOT'];
      if (shot) await window.page.screenshot({ path: shot }).catch(() => undefined);
      await window.close();
      tracing.remove();
      throw error;
    }
    return new EngineWindow(window, tracing, notifications, seed);
  }

  private constructor(window: Window, tracing: Tracing, notifications: readonly string[], seed: number) {
    this.window = window;
    this.notifications = notifications;
    this.#tracing = tracing;
    this.#typist = new Typist(window, FILE, seeded(seed));
  }

  get keystrokes(): number {
    return this.#typist.keystrokes;
  }

  /** Characters of the file that differed from what was typed. */
  get lost(): number {
    return this.#lost;
  }

  /** Types some keys, pauses, and returns the delays of the keys. */
  async type(): Promise<number[]> {
    if (this.#typist.text.length > LONGEST) await this.shorten();
    for (let index = 0; index < BURST; index++) {
      await this.#typist.key();
      await this.window.page.waitForTimeout(KEY_MS);
    }
    await this.window.page.waitForTimeout(PAUSE_MS);
    return takeKeyDelays(this.window.page);
  }

  /** Compares the file with what was typed, and deletes its first lines. */
  async shorten(): Promise<void> {
    await this.compare();
    while (this.#typist.text.length > SHORTEST) await this.#typist.deleteFirstLine();
    await this.window.page.waitForTimeout(PAUSE_MS);
  }

  /** Saves the file and compares it with what was typed. */
  async compare(): Promise<void> {
    this.#lost += await this.#typist.lost();
  }

  /** Who wrote the ghost text that appears. */
  async writer(): Promise<Writer> {
    const { ghostText } = this.window;
    await ghostText.waitFor({ timeout: GHOST_TEXT_MS }).catch(() => undefined);
    const [text] = await ghostText.allInnerTexts();
    if (text === undefined) return undefined;
    return text.replaceAll('\u00a0', ' ').includes(OF_ENGINE) ? 'engine' : 'here';
  }

  /** The status item of the engine. */
  get item(): Locator {
    return this.window.page.locator('.statusbar-item[id$="leftContext.engine"]');
  }

  /** The extension host's memory. */
  async memory(): Promise<ProcessMemory> {
    return (await seeProcess(this.#host, false)).memory;
  }

  /** The most memory that the extension host has held so far, in bytes. */
  get peak(): number {
    return 1024 * Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${this.#host.pid}/status`, 'utf8'))![1]);
  }

  get #host() {
    return new WindowProcesses(this.window).extensionHost();
  }

  /** Ends the editor, and returns how often its extension host and the processes below it connected with each address. */
  async end(): Promise<ReadonlyMap<string, number>> {
    await this.window.editor.end();
    const trace = this.#tracing.read();
    const family = familyOf(trace, /--type=extensionHost/);
    const counts = new Map<string, number>();
    for (const { pid, family: kind, address, port } of trace.connections) {
      if (!family.has(pid) || !/^AF_INET6?$/.test(kind)) continue;
      const to = `http://${address}:${port}`;
      counts.set(to, 1 + (counts.get(to) ?? 0));
    }
    return counts;
  }

  async close(): Promise<void> {
    await this.window.close();
    this.#tracing.remove();
  }
}

/** Runs *Connect an Engine…* with the engine of the settings, which is what gives consent, and lets it have its roles. */
async function connect(window: Window): Promise<void> {
  const { page } = window;
  await window.command('Left Context Models: Connect an Engine…');
  await page.locator(`.quick-input-list .monaco-list-row:has-text("${NAME}")`).click();
  await page.locator('.monaco-dialog-box .monaco-button:has-text("Allow")').click();
  await page.locator('.quick-input-title:has-text("Used For?")').waitFor();
  await page.keyboard.press('Enter');
  await window.message('is used for: Ghost text, Surprise, effects and the next token, Token counts').waitFor();
}
