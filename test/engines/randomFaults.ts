import { setTimeout as sleep } from 'node:timers/promises';
import * as faults from './faults';
import { passOn, type Fault, type FaultServer, type FaultyExchange } from './faultServer';
import { MODEL } from './wordEngine';

/** Share of requests that meet a fault. */
const SHARE = 0.3;
/** Connecting takes about ten requests, and one fault among them ends it. With a higher share the engine would hardly ever be connected. */
const SHARE_WHILE_CONNECTING = 0.03;
const REQUESTS_TO_CONNECT = 10;
const AWAY_MS = 400;
/** More than is read of any answer. */
const GIGANTIC = 80 * 2 ** 20;

/** Faults of all kinds, by seed, in a share of the requests that a FaultServer gets. */
export class RandomFaults {
  /** How many were injected, by kind. */
  readonly injected: Record<string, number>;
  readonly #server: FaultServer;
  readonly #random: () => number;
  readonly #faults: readonly (readonly [name: string, fault: Fault])[];
  #left = 0;
  #connecting = 0;

  /** @param elsewhere the address of another server, which the engine redirects to */
  constructor(server: FaultServer, elsewhere: string, random: () => number) {
    this.#server = server;
    this.#random = random;
    this.#faults = Object.entries({ ...KINDS, ...kindsOf(server, elsewhere) });
    this.injected = Object.fromEntries(this.#faults.map(([name]) => [name, 0]));
    server.inject((exchange) => this.#next(exchange)(exchange), { times: Infinity });
  }

  /** How many were injected. */
  get count(): number {
    return Object.values(this.injected).reduce((sum, each) => sum + each, 0);
  }

  /** How many are still to be injected. */
  get left(): number {
    return this.#left;
  }

  /** Injects so many faults from now on. */
  begin(count: number): void {
    this.#left = count;
  }

  #next({ request }: FaultyExchange): Fault {
    if (request.path === '/v1/models') this.#connecting = REQUESTS_TO_CONNECT;
    const share = this.#connecting-- > 0 ? SHARE_WHILE_CONNECTING : SHARE;
    if (this.#left === 0 || this.#random() >= share) return passOn;
    this.#left--;
    const [name, fault] = this.#faults[Math.floor(this.#random() * this.#faults.length)]!;
    this.injected[name]!++;
    return fault;
  }
}

const KINDS: Readonly<Record<string, Fault>> = {
  'no answer': faults.silence,
  'slow first token': faults.slowFirstToken(1_500),
  'slow tokens': faults.slowTokens(300),
  'half a stream': faults.cutAfter(2),
  'stream that stalls': faults.stallAfter(2),
  reset: faults.reset,
  'wrong key': faults.badKey['vLLM']!,
  'no such path': faults.noSuchPath,
  'no such model': faults.noSuchModel,
  'too large': faults.tooLarge,
  'too long': faults.tooLong['vLLM']!,
  'too many requests': faults.tooMany(),
  'too many requests, with a time': faults.tooMany('1'),
  'failed inside': faults.failed,
  'not ready': faults.notReady,
  'broken JSON': faults.brokenJson,
  'JSON of another shape': faults.otherShape,
  'login page': faults.loginPage,
  'endless stream': faults.endlessStream,
  'endless line': faults.endlessLine,
  'gigantic answer': faults.giganticJson(GIGANTIC),
  'another model': faults.otherModel(MODEL, 'owner/other-7B'),
};

function kindsOf(server: FaultServer, elsewhere: string): Record<string, Fault> {
  let isAway = false;
  return {
    'redirect elsewhere': (exchange) => faults.redirect(elsewhere + exchange.request.path)(exchange),
    'redirect elsewhere, with another method': (exchange) =>
      faults.redirect(elsewhere + exchange.request.path, 302)(exchange),
    'dies and comes back': async () => {
      if (isAway) return;
      isAway = true;
      await server.die();
      await sleep(AWAY_MS);
      await server.comeBack();
      isAway = false;
    },
  };
}
