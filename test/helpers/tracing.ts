import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { strace } from '../../scripts/lib/system';
import { readTrace, type Trace } from './trace';

/** All system calls that name an address or start a process, thread or program. */
const CALLS = 'connect,sendto,sendmsg,sendmmsg,clone,clone3,fork,vfork,execve';

/** Skips a suite that needs strace on systems other than Linux, and prints why. Throws, as Mocha's skip() does. */
export function skipWithoutStrace(context: Mocha.Context): void {
  if (process.platform === 'linux') return;
  console.log('      Skipped: strace, which records what processes open, runs on Linux only. Run this suite there.');
  context.skip();
}

/** Runs a command and its descendants under strace, with an empty home and temporary folder. */
export class Tracing {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'left-context-trace-'));
  readonly #lines = path.join(this.#folder, 'trace.txt');
  /** Files that the traced processes leave behind. */
  readonly left = path.join(this.#folder, 'left');
  /** The start of a command line, to which the command to trace is appended. */
  readonly command: readonly string[];

  constructor() {
    const [home, temporary] = ['home', 'tmp'].map((name) => path.join(this.left, name));
    for (const folder of [home!, temporary!]) mkdirSync(folder, { recursive: true });
    const unset = ['-u', 'XDG_CONFIG_HOME', '-u', 'XDG_CACHE_HOME'];
    // With seccomp the processes stop at these calls only, so they are hardly slower.
    const tracer = [strace(), '-f', '--seccomp-bpf', '-s', '256', '-e', `trace=${CALLS}`, '-o', this.#lines];
    this.command = ['env', ...unset, `HOME=${home}`, `TMPDIR=${temporary}`, ...tracer];
  }

  /** The recorded calls. Read them once the command has ended. */
  read(): Trace {
    return readTrace(readFileSync(this.#lines, 'utf8'));
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
