import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process as /proc describes it (Linux only). */
export interface Process {
  readonly pid: number;
  /** Start time in clock ticks since boot. A pid alone may be reused. */
  readonly started: string;
  /** R for running, Z for a zombie, as in ps(1). */
  readonly state: string;
  readonly command: string;
}

/** The process with this id; undefined once it has ended. */
export function processOf(pid: number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in parentheses before it may contain any character.
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

/** All processes that started with this text in their environment, whoever their parents are now. */
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

/** Waits until a process has ended. Returns whether it did within `milliseconds`. */
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
    // It has ended, or belongs to another user.
    return [];
  }
}
