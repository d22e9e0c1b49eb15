import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { tokenCount } from '../../src/core/tokens/tokenSpans';
import { inferences, unhurried } from '../helpers/inferences';
import { ends, folderOf } from '../helpers/processes';
import { seeded } from '../helpers/random';
import { kill, WAYS, type Way } from './kill';
import { PLAIN_EDITING, Typist } from './typist';
import { listenForNotifications, watchNotifications } from './watchNotifications';
import { Window } from './window';
import { WindowProcesses } from './windowProcesses';

const FILE = 'support-agent.txt';
/** Crashes within a minute after which the extension waits for the user. */
const CRASHES_PER_MINUTE = 5;
const LONGEST_LIFE_MS = 700;
const STARTS_WITHIN_MS = 20_000;
const STAYS_AWAY_MS = 2_500;
/** Crashes that may not count before the models must wait for the user. */
const MAX_UNCOUNTED = 3;
const SETTLES_WITHIN_MS = 30_000;
const GONE_WITHIN_MS = 20_000;
const GHOST_TEXT_WITHIN_MS = 3_000;
/** A line that was not typed before: in one that was, suggestions that were typed past three times are not offered again. */
const NEW_LINE = '\nAfter all of this, you are a helpful assistant who answers in the language of the customer.';
/** A suggestion is accepted before every n-th kill, if there is one. */
const ACCEPTED_EVERY = 7;

/** What happened in a writing session in which the models were killed again and again. */
export interface Killings {
  /** For each way: how many processes died of it, and how many had to be killed by a signal instead. */
  readonly kills: Record<Way, { readonly asMeant: number; readonly otherwise: number }>;
  readonly keystrokes: number;
  readonly accepted: number;
  /** Characters of the file that differ from what was typed and accepted. */
  readonly lost: number;
  /** Texts of the notifications. */
  readonly notifications: readonly string[];
  /** How often the extension gave up after the expected number of crashes. */
  readonly gaveUp: number;
  readonly restartsByUser: number;
  /** How often a process restarted when the extension should wait, or did not restart when it should. */
  readonly unruly: number;
  /** Requests that still waited for an answer after all processes had ended. */
  readonly unsettled: number;
  /** Whether the same extension host ran from the first key to the last kill. */
  readonly hostSurvived: boolean;
  readonly afterwards: Afterwards;
  /** Processes that outlived the window or a killed extension host. */
  readonly orphans: number;
  readonly temporaryFiles: readonly string[];
}

/** What works after the last kill: a suggestion could be accepted, and the count and the attention map became right. */
export interface Afterwards {
  readonly ghostText: boolean;
  readonly count: boolean;
  readonly map: boolean;
}

/** Types in a real window while the inference process is killed `count` times, at random moments and in all ways. */
export async function killings(count: number, seed: number): Promise<Killings> {
  const before = process.env['TMPDIR'];
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'left-context-killings-'));
  process.env['TMPDIR'] = temporary;
  try {
    const session = await Session.begin(seed);
    try {
      for (let index = 0; index < count; index++) await session.killOnce(index);
      await session.lookAfterwards();
      await session.killHost();
      await session.leave();
    } finally {
      await session.close();
    }
    // The suite that runs first installs the extension, into a folder that stays until all suites have ended.
    const left = readdirSync(temporary).filter((name) => !name.startsWith('left-context-extensions-'));
    return session.result(left);
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    rmSync(temporary, { recursive: true, force: true });
  }
}

class Session {
  readonly #window: Window;
  readonly #panel: Frame;
  readonly #typist: Typist;
  readonly #processes: WindowProcesses;
  readonly #random: () => number;
  readonly #notifications: string[];
  readonly #host;
  /** Working folders of the window's processes, and the files that each held at the start. */
  readonly #folders: ReadonlyMap<string, readonly string[]>;
  readonly #kills = Object.fromEntries(WAYS.map((way) => [way, { asMeant: 0, otherwise: 0 }])) as {
    [way in Way]: { asMeant: number; otherwise: number };
  };
  /** Times at which the models died since the user last started them. */
  #deaths: number[] = [];
  /** Crashes since the user last started the models that may not have counted. */
  #uncounted = 0;
  #gaveUp = 0;
  #restarts = 0;
  #unruly = 0;
  #unsettled = 0;
  #orphans = 0;
  #lost = 0;
  #hostSurvived = false;
  #afterwards: Afterwards = { ghostText: false, count: false, map: false };

  static async begin(seed: number): Promise<Session> {
    const notifications: string[] = [];
    const window = await Window.open({
      settings: PLAIN_EDITING,
      // The small models load at once, so that most of the time is spent on writing.
      isAlone: true,
      prepare: (page) => listenForNotifications(page, notifications),
    });
    await window.openFile(FILE);
    const panel = await window.attentionPanel();
    await watchNotifications(window.page);
    await window.focusEditor();
    return new Session(window, panel, notifications, seeded(seed));
  }

  private constructor(window: Window, panel: Frame, notifications: string[], random: () => number) {
    this.#window = window;
    this.#panel = panel;
    this.#notifications = notifications;
    this.#random = random;
    this.#typist = new Typist(window, FILE, random);
    this.#processes = new WindowProcesses(window);
    this.#host = this.#processes.extensionHost();
    const folders = new Set([this.#host, ...this.#processes.inference()].map(folderOf));
    this.#folders = new Map(Array.from(folders, (folder) => [folder, readdirSync(folder)]));
  }

  /** Types until the models run, kills them, and types on; after too many crashes it restarts them as a user would. */
  async killOnce(index: number): Promise<void> {
    if (index % ACCEPTED_EVERY === ACCEPTED_EVERY - 1) await this.#typist.accept(1_000);
    const way = WAYS[index % WAYS.length]!;
    const life = Math.floor(this.#random() * LONGEST_LIFE_MS);
    const victim = await this.#typist.whileTyping(this.#processes.nextInference(this.#host, STARTS_WITHIN_MS));
    assert.ok(victim, `no models after ${index} kills, ${this.#deaths.length} since they were last started`);
    const { asMeant } = await this.#typist.whileTyping(kill(victim, way, life));
    this.#kills[way][asMeant ? 'asMeant' : 'otherwise']++;
    const now = performance.now();
    this.#deaths = [...this.#deaths.filter((time) => now - time < 60_000), now];
    if (this.#deaths.length >= CRASHES_PER_MINUTE) await this.#wait();
  }

  /** Checks that the extension waits for the user without a notification, then restarts the models. */
  async #wait(): Promise<void> {
    const own = await this.#typist.whileTyping(this.#processes.nextInference(this.#host, STAYS_AWAY_MS));
    // A crash while the panel alone waited for the models does not count, which cannot be seen from outside.
    if (own && this.#uncounted < MAX_UNCOUNTED) {
      this.#uncounted++;
      this.#deaths.shift();
      return;
    }
    if (own) this.#unruly++;
    else this.#gaveUp++;
    await this.#settle(this.#window.statusItem('tokens not counted').waitFor({ timeout: SETTLES_WITHIN_MS }));
    await this.#settle(this.#panel.locator('.notice:not([hidden])').waitFor({ timeout: SETTLES_WITHIN_MS }));
    await this.#window.command('Left Context Models: Restart Models');
    await this.#tryAgain();
    await this.#window.focusEditor();
    this.#restarts++;
    this.#uncounted = 0;
    this.#deaths = [];
  }

  get #retry(): Locator {
    return this.#panel.locator('.notice .retry');
  }

  /** Lets the panel read again after a crash. */
  async #tryAgain(): Promise<void> {
    if (!(await this.#retry.isVisible())) return;
    await this.#retry.click();
    await this.#window.focusEditor();
  }

  /** Waits for the map of the text as it is, and lets the panel read again where it asks for that, as a user would. */
  async #mapAppears(): Promise<void> {
    const map = this.#panel.locator('.panel:not(.outdated) .panes:not([hidden]) .heatmap').first();
    const either = map.or(this.#retry).locator('visible=true').first();
    await either.waitFor({ timeout: SETTLES_WITHIN_MS });
    await this.#tryAgain();
    await map.waitFor({ timeout: SETTLES_WITHIN_MS });
  }

  async #settle(job: Promise<void>): Promise<void> {
    await job.catch(() => this.#unsettled++);
  }

  /** Whether everything works as if nothing had happened. */
  async lookAfterwards(): Promise<void> {
    await this.#typist.whileTyping(this.#processes.nextInference(this.#host, STARTS_WITHIN_MS));
    let isAccepted = false;
    let before = '';
    for (const key of NEW_LINE) {
      await this.#typist.write(key);
      before = this.#typist.text;
      isAccepted = await this.#typist.accept(GHOST_TEXT_WITHIN_MS);
      if (isAccepted) break;
    }
    if (isAccepted) await this.#typist.undo(before);
    this.#lost = await this.#typist.lost();
    const tokens = await tokensIn(this.#typist.text);
    const isCounted = this.#window.statusItem(`BERT ${tokens}/512`).waitFor({ timeout: SETTLES_WITHIN_MS });
    const [count, map] = await Promise.allSettled([isCounted, this.#mapAppears()]);
    this.#afterwards = { ghostText: isAccepted, count: count.status === 'fulfilled', map: map.status === 'fulfilled' };
    this.#hostSurvived = this.#processes.extensionHost().pid === this.#host.pid;
  }

  /** Kills the extension host. Its models must end, and VS Code starts another host by itself. */
  async killHost(): Promise<void> {
    const models = this.#processes.inference();
    assert.equal(models.length, 1);
    process.kill(this.#host.pid, 'SIGKILL');
    for (const each of models) if (!(await ends(each, GONE_WITHIN_MS))) this.#orphans++;
  }

  /** Closes the window as one closes a tab. Its extension host must end by itself, and the models with it. */
  async leave(): Promise<void> {
    await this.#window.page.reload();
    await this.#window.statusItem('BERT').waitFor({ timeout: 60_000 });
    const [hosts, models] = [this.#processes.extensionHosts(), this.#processes.inference()];
    assert.ok(hosts.length > 0 && models.length > 0);
    await this.#window.page.goto('about:blank');
    // VS Code may wait for a window to reconnect. Its host then lives on, so its models are no orphans.
    for (const host of hosts) if (!(await ends(host, GONE_WITHIN_MS))) return;
    for (const each of models) if (!(await ends(each, GONE_WITHIN_MS))) this.#orphans++;
  }

  async close(): Promise<void> {
    await this.#window.close();
    this.#orphans += this.#processes.inference().length;
  }

  result(temporary: readonly string[]): Killings {
    const elsewhere = Array.from(this.#folders).flatMap(([folder, before]) =>
      readdirSync(folder).filter((name) => !before.includes(name)),
    );
    return {
      kills: this.#kills,
      keystrokes: this.#typist.keystrokes,
      accepted: this.#typist.accepted,
      lost: this.#lost,
      notifications: this.#notifications,
      gaveUp: this.#gaveUp,
      restartsByUser: this.#restarts,
      unruly: this.#unruly,
      unsettled: this.#unsettled,
      hostSurvived: this.#hostSurvived,
      afterwards: this.#afterwards,
      orphans: this.#orphans,
      temporaryFiles: [...temporary, ...elsewhere],
    };
  }
}

/** The count that the status bar must show, computed by models that nobody kills. */
async function tokensIn(text: string): Promise<number> {
  const { inference, stop } = inferences['in this thread']!();
  const tokens = await inference.tokenize({ model: 'prompt-bert', text }, unhurried);
  stop();
  return tokenCount(tokens);
}
