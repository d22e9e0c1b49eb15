import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { strace } from '../../scripts/lib/system';
import { readTrace, type Trace } from './trace';

/** All calls that name an address, and those that begin a process, a thread or a program. */
const CALLS = 'connect,sendto,sendmsg,sendmmsg,clone,clone3,fork,vfork,execve';

/** Runs a command, and all that it starts, under strace, with an empty home and temporary folder of its own. */
export class Tracing {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'left-context-trace-'));
  readonly #lines = path.join(this.#folder, 'trace.txt');
  /** What the traced processes leave behind. */
  readonly left = path.join(this.#folder, 'left');
  /** The beginning of a command line; the command to trace follows. */
  readonly command: readonly string[];

  constructor() {
    const [home, temporary] = ['home', 'tmp'].map((name) => path.join(this.left, name));
    for (const folder of [home!, temporary!]) mkdirSync(folder, { recursive: true });
    const unset = ['-u', 'XDG_CONFIG_HOME', '-u', 'XDG_CACHE_HOME'];
    // seccomp stops the processes at these calls alone: they hardly become slower.
    const tracer = [strace(), '-f', '--seccomp-bpf', '-s', '256', '-e', `trace=${CALLS}`, '-o', this.#lines];
    this.command = ['env', ...unset, `HOME=${home}`, `TMPDIR=${temporary}`, ...tracer];
  }

  /** What was seen, once the command has ended. */
  read(): Trace {
    return readTrace(readFileSync(this.#lines, 'utf8'));
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
