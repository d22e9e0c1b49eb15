import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process as /proc tells of it (Linux only). */
export interface Process {
  readonly pid: number;
  /** When it started, in clock ticks since the machine did: a pid alone may be given anew. */
  readonly started: string;
  /** R while it runs, Z once it has ended and nobody has asked how. */
  readonly state: string;
  readonly command: string;
}

/** The process of this id; undefined once it has ended. */
export function processOf(pid: number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // What precedes is its name in parentheses, which may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, started] = [fields[0]!, fields[19]!];
    if (state === 'Z' || state === 'X') return undefined;
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return { pid, started, state, command };
  } catch {
    return undefined;
  }
}

export function lives({ pid, started }: Process): boolean {
  return processOf(pid)?.started === started;
}

/** All processes that began with this in their environment, whoever their parents are by now. */
export function processesWith(name: string, value: string): Process[] {
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry) || !environmentOf(entry).includes(`${name}=${value}`)) return [];
    return processOf(Number(entry)) ?? [];
  });
}

export function childrenOf({ pid }: Process): Process[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim();
    return children.split(' ').flatMap((child) => processOf(Number(child)) ?? []);
  } catch {
    return [];
  }
}

export function folderOf({ pid }: Process): string {
  return readlinkSync(`/proc/${pid}/cwd`);
}

/** Waits until it has ended; whether it has within `milliseconds`. */
export async function ends(process: Process, milliseconds: number): Promise<boolean> {
  const end = performance.now() + milliseconds;
  while (lives(process)) {
    if (performance.now() > end) return false;
    await sleep(5);
  }
  return true;
}

function environmentOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    // It has ended, or is another's.
    return [];
  }
}
