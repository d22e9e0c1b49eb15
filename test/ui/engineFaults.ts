import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { FaultServer } from '../engines/faultServer';
import { silence } from '../engines/faults';
import { RandomFaults } from '../engines/randomFaults';
import { WordEngine } from '../engines/wordEngine';
import { seeded } from '../helpers/random';
import { EngineWindow, type Writer } from './engineWindow';
import type { ProcessMemory } from './memory';

/** Bursts of keys at the beginning whose delays do not count: the editor's code is compiled meanwhile. */
const WARM_UP = 10;
/** Share of the faults after which memory is measured first. */
const EARLY = 0.1;
/** Bursts of keys until the engine must write again: after many failures in a row it is left alone for a minute. */
const MOST_BURSTS_TO_RECOVER = 100;
/** Bursts of keys while the engine takes requests and never answers. */
const SILENT_BURSTS = 15;

/** Delays of keys in milliseconds. */
export interface KeyDelays {
  readonly keys: number;
  readonly median: number;
  readonly p99: number;
}

/** Pauses in which ghost text appeared, by who had written it, and all pauses. */
export interface GhostTexts {
  readonly engine: number;
  readonly here: number;
  readonly pauses: number;
}

/** What happened in a window while an engine failed in all ways, against another window with the same engine without faults. */
export interface EngineFaults {
  /** How many faults were injected, by kind. */
  readonly faults: Readonly<Record<string, number>>;
  /** Requests that reached the failing engine, and the milliseconds that all took. */
  readonly requests: number;
  readonly milliseconds: number;
  readonly keystrokes: number;
  /** Characters of the file that differed from what was typed. */
  readonly lost: number;
  /** Texts of the notifications. */
  readonly notifications: readonly string[];
  readonly keyDelays: { readonly withFaults: KeyDelays; readonly without: KeyDelays };
  readonly ghostTexts: GhostTexts;
  /** The extension host's memory after a tenth of the faults and after all, and the most that it has held, in bytes. */
  readonly memory: { readonly early: ProcessMemory; readonly late: ProcessMemory; readonly peak: number };
  /** The same of the window without faults. */
  readonly memoryWithout: { readonly early: ProcessMemory; readonly late: ProcessMemory; readonly peak: number };
  /** Connections of the extension host to the failing engine, and the addresses of all others that it connected with. */
  readonly connections: number;
  readonly otherAddresses: readonly string[];
  /** Connections to the server that the engine redirected to. */
  readonly redirected: number;
  /** Whether the engine writes again after the last fault, and the status bar says so. */
  readonly isWellAfterwards: boolean;
  /** Ghost texts while the engine takes requests for them and never answers, after all that. */
  readonly whileSilent: GhostTexts;
}

/**
 * Types the same text in two real windows, in turn, so that both see the same load of the machine: one engine answers both, and what the
 * first window gets is spoilt by `count` random faults.
 */
export async function engineFaults(count: number, seed: number): Promise<EngineFaults> {
  const engine = await WordEngine.start();
  const elsewhere = await Trap.start();
  const [server, calmServer] = [await FaultServer.start(engine.url), await FaultServer.start(engine.url)];
  const faults = new RandomFaults(server, elsewhere.url, seeded(seed));
  const stops = [() => engine.stop(), () => elsewhere.stop(), () => server.stop(), () => calmServer.stop()];
  try {
    const faulty = await EngineWindow.open(server.url, seed);
    stops.unshift(() => faulty.close());
    const calm = await EngineWindow.open(calmServer.url, seed);
    stops.unshift(() => calm.close());
    const session = new Session(faulty, calm, faults);
    await session.run(count);
    const isWellAfterwards = await session.recovers();
    server.clearFaults();
    server.inject(silence, { times: Infinity, path: /completions/ });
    const whileSilent = await session.ghostTexts(SILENT_BURSTS);
    for (const window of [faulty, calm]) await window.compare();
    const result = session.result();
    const addresses = await faulty.end();
    return {
      ...result,
      faults: faults.injected,
      requests: server.requests.length,
      connections: addresses.get(server.url) ?? 0,
      otherAddresses: [...addresses.keys()].filter((address) => address !== server.url),
      redirected: elsewhere.connections,
      isWellAfterwards,
      whileSilent,
    };
  } finally {
    for (const stop of stops) await stop();
  }
}

class Session {
  readonly #faulty: EngineWindow;
  readonly #calm: EngineWindow;
  readonly #faults: RandomFaults;
  readonly #delays = { withFaults: [] as number[], without: [] as number[] };
  readonly #writers: Writer[] = [];
  readonly #memory: { readonly faulty: ProcessMemory; readonly calm: ProcessMemory }[] = [];
  #milliseconds = 0;

  constructor(faulty: EngineWindow, calm: EngineWindow, faults: RandomFaults) {
    this.#faulty = faulty;
    this.#calm = calm;
    this.#faults = faults;
  }

  /** Types until all faults have been injected. */
  async run(count: number): Promise<void> {
    for (let burst = 0; burst < WARM_UP; burst++) await this.#type();
    for (const list of [this.#writers, ...Object.values(this.#delays)]) list.splice(0);
    const started = performance.now();
    const early = Math.ceil(count * EARLY);
    this.#faults.begin(early);
    await this.#typeToTheEnd();
    await this.#measureMemory();
    this.#faults.begin(count - early);
    await this.#typeToTheEnd();
    await this.#measureMemory();
    this.#milliseconds = performance.now() - started;
  }

  /** Whether the engine writes again, and the status bar says so. */
  async recovers(): Promise<boolean> {
    for (let burst = 0; burst < MOST_BURSTS_TO_RECOVER; burst++) {
      await this.#faulty.type();
      const isWriting = (await this.#faulty.writer()) === 'engine';
      if (isWriting && /word-8B \(desk\)$/.test(await this.#faulty.item.innerText())) return true;
    }
    return false;
  }

  /** Who writes in the pauses after the next bursts. */
  async ghostTexts(bursts: number): Promise<GhostTexts> {
    const writers: Writer[] = [];
    for (let burst = 0; burst < bursts; burst++) {
      await this.#faulty.type();
      writers.push(await this.#faulty.writer());
    }
    return countOf(writers);
  }

  result() {
    const memoryOf = (which: 'faulty' | 'calm', { peak }: EngineWindow) => {
      const [early, late] = this.#memory.map((each) => each[which]);
      return { early: early!, late: late!, peak };
    };
    return {
      milliseconds: this.#milliseconds,
      keystrokes: this.#faulty.keystrokes,
      lost: this.#faulty.lost + this.#calm.lost,
      notifications: [...this.#faulty.notifications, ...this.#calm.notifications],
      keyDelays: { withFaults: summary(this.#delays.withFaults), without: summary(this.#delays.without) },
      ghostTexts: countOf(this.#writers),
      memory: memoryOf('faulty', this.#faulty),
      memoryWithout: memoryOf('calm', this.#calm),
    };
  }

  async #typeToTheEnd(): Promise<void> {
    for (let burst = 0; this.#faults.left > 0; burst++) await this.#type(burst % 2 === 0);
  }

  /** Types a burst in both windows, and sees whether there is ghost text in the one with faults. */
  async #type(isFaultyFirst = true): Promise<void> {
    if (!isFaultyFirst) this.#delays.without.push(...(await this.#calm.type()));
    this.#delays.withFaults.push(...(await this.#faulty.type()));
    this.#writers.push(await this.#faulty.writer());
    if (isFaultyFirst) this.#delays.without.push(...(await this.#calm.type()));
  }

  async #measureMemory(): Promise<void> {
    await this.#faulty.shorten();
    await this.#calm.shorten();
    this.#memory.push({ faulty: await this.#faulty.memory(), calm: await this.#calm.memory() });
  }
}

/** A server that nothing may connect with. */
class Trap {
  connections = 0;
  readonly #server = net.createServer((socket) => {
    this.connections++;
    socket.destroy();
  });

  static async start(): Promise<Trap> {
    const trap = new Trap();
    await once(trap.#server.listen(0, '127.0.0.1'), 'listening');
    return trap;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function countOf(writers: readonly Writer[]): GhostTexts {
  const of = (wanted: Writer) => writers.filter((writer) => writer === wanted).length;
  return { engine: of('engine'), here: of('here'), pauses: writers.length };
}

function summary(delays: readonly number[]): KeyDelays {
  const sorted = delays.toSorted((a, b) => a - b);
  const quantile = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  return { keys: sorted.length, median: quantile(0.5), p99: quantile(0.99) };
}
