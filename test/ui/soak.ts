import type { Frame } from 'playwright-core';
import { mostGrown, type Growth } from '../helpers/heap';
import { seeded } from '../helpers/random';
import { seePage, seeProcess, type PageMemory, type ProcessMemory, type Seen } from './memory';
import { PLAIN_EDITING, Typist } from './typist';
import { Window } from './window';
import { WindowProcesses } from './windowProcesses';

const FILE = 'support-agent.txt';
const SEED = 1;
/** The models are sure how this goes on. */
const BEGINNING = 'You are a helpful assi';
/** Edits between two pauses, each long enough for ghost text, a count and a new map. */
const BURST = 25;
const WARM_UP = 0.1;
const SHORTEST_WARM_UP = 300;
/** The text's length moves between these bounds, so that its own growth does not count as a leak. */
const LONGEST = 4_000;
const SHORTEST = 1_500;
const MOST_GROWN = 12;

type Place = 'host' | 'inference' | 'page';

/** Memory in use after some number of edits. */
export interface Point {
  readonly edits: number;
  readonly host: ProcessMemory;
  readonly inference: ProcessMemory;
  readonly page: PageMemory;
}

export interface Soak {
  /** Measurements from the end of the warm-up on. */
  readonly points: readonly Point[];
  readonly accepted: number;
  /** Characters of the file that differ from what was typed and accepted. */
  readonly lost: number;
  /** What grew most in the heaps between the first and the last point, if snapshots were taken. */
  readonly grown: Readonly<Record<Place, readonly Growth[]>>;
}

export interface SoakOptions {
  /** How often memory is measured. */
  readonly points?: number;
  /** Whose heap snapshots to compare, first against last. A snapshot enlarges a heap, and the page's takes minutes. */
  readonly heaps?: readonly Place[];
  readonly onPoint?: (point: Point) => void;
}

/** Edits in a real window with ghost text, counting and the panel open, and measures memory from outside. */
export async function soak(edits: number, options: SoakOptions = {}): Promise<Soak> {
  const { points: many = 2, heaps = [], onPoint } = options;
  const window = await Window.open({ settings: PLAIN_EDITING, isAlone: true });
  try {
    await window.openFile(FILE);
    const panel = await window.attentionPanel();
    await window.focusEditor();
    const random = seeded(SEED);
    const writer = new Writer(new Typist(window, FILE, random), window, panel, random);
    const warm = Math.max(SHORTEST_WARM_UP, edits * WARM_UP);
    const points: Point[] = [];
    const seen: Look[] = [];
    for (let index = 0; index < many; index++) {
      await writer.write(warm + ((edits - warm) * index) / (many - 1));
      const look = await see(window, panel, index === 0 || index === many - 1 ? heaps : []);
      const { host, inference, page } = look;
      points.push({
        edits: writer.typist.keystrokes,
        host: host.memory,
        inference: inference.memory,
        page: page.memory,
      });
      onPoint?.(points.at(-1)!);
      seen.push(look);
    }
    const [first, last] = [seen[0]!, seen.at(-1)!];
    return { points, accepted: writer.typist.accepted, lost: await writer.typist.lost(), grown: growth(first, last) };
  } finally {
    await window.close();
  }
}

class Writer {
  readonly typist: Typist;
  readonly #window: Window;
  readonly #panel: Frame;
  readonly #random: () => number;

  constructor(typist: Typist, window: Window, panel: Frame, random: () => number) {
    this.typist = typist;
    this.#window = window;
    this.#panel = panel;
    this.#random = random;
  }

  /** Types until this many edits have been made since the beginning. */
  async write(edits: number): Promise<void> {
    while (this.typist.keystrokes < edits) {
      for (let index = 0; index < BURST; index++) await this.#edit();
      await this.#pause();
    }
    await this.#shorten();
    await this.#pause();
  }

  async #edit(): Promise<void> {
    if (this.typist.text.length > LONGEST) await this.#shorten();
    else if (this.#random() < 0.15) await this.typist.backspace();
    else await this.typist.key();
  }

  async #shorten(): Promise<void> {
    while (this.typist.text.length > SHORTEST) await this.typist.deleteFirstLine();
  }

  /** Waits for a new map, and sometimes accepts ghost text. */
  async #pause(): Promise<void> {
    await this.#window.page.waitForTimeout(300);
    await this.#panel.locator('.panel:not(.outdated) .panes:not([hidden]) .heatmap').first().waitFor();
    if (this.#random() > 0.2) return;
    await this.typist.write(`\n${BEGINNING}`);
    await this.typist.accept(2_000);
  }
}

interface Look {
  readonly host: Seen<ProcessMemory>;
  readonly inference: Seen<ProcessMemory>;
  readonly page: Seen<PageMemory>;
}

async function see(window: Window, panel: Frame, heaps: readonly Place[]): Promise<Look> {
  const processes = new WindowProcesses(window);
  const page = await seePage(window.page, panel, heaps.includes('page'));
  const host = await seeProcess(processes.extensionHost(), heaps.includes('host'));
  const inference = await seeProcess(processes.inference()[0]!, heaps.includes('inference'));
  return { host, inference, page };
}

function growth(first: Look, last: Look): Record<Place, Growth[]> {
  const of = (place: Place) => {
    const [before, after] = [first[place].heap, last[place].heap];
    return before && after ? mostGrown(before, after, MOST_GROWN) : [];
  };
  return { host: of('host'), inference: of('inference'), page: of('page') };
}
