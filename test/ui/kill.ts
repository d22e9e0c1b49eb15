import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspected } from '../helpers/inspector';
import { ends, lives, processOf, type Process } from '../helpers/processes';

export const WAYS = ['killed', 'aborted inside a run', 'crashed inside a run', 'out of memory'] as const;
export type Way = (typeof WAYS)[number];

/** CPU time after which a process has loaded its models, so that further work is a run of a model. */
const LOADED_MS = 500;
const BUSY_WITHIN_MS = 3_000;
/** Address space left to a process that should run out of memory, in bytes. */
const ROOM = 2 * 2 ** 20;
/** Allocates small objects: V8 aborts without memory for them, whereas it only throws for a large array. */
const NEEDS_MEMORY = '(() => { const held = []; for (;;) held.push(new Array(1000).fill(0.5)); })()';
const OUT_OF_MEMORY_WITHIN_MS = 5_000;
const DEAD_WITHIN_MS = 10_000;

/** How a process ended. */
export interface Death {
  readonly way: Way;
  /** False when the process stayed idle or kept enough memory; it was then killed by a signal. */
  readonly asMeant: boolean;
}

/** Ends a process in one of these ways after `milliseconds`, and waits until it has ended. */
export async function kill(victim: Process, way: Way, milliseconds: number): Promise<Death> {
  await sleep(milliseconds);
  const asMeant = await attempt(victim, way);
  if (!asMeant) signal(victim, 'SIGKILL');
  assert.ok(await ends(victim, DEAD_WITHIN_MS), `process ${victim.pid} does not die`);
  return { way, asMeant };
}

async function attempt(victim: Process, way: Way): Promise<boolean> {
  switch (way) {
    case 'killed':
      return signal(victim, 'SIGKILL');
    case 'aborted inside a run':
      return (await isBusy(victim)) && signal(victim, 'SIGABRT');
    case 'crashed inside a run':
      return (await isBusy(victim)) && signal(victim, 'SIGSEGV');
    case 'out of memory':
      return starve(victim);
  }
}

/** Waits until the process runs a model. */
async function isBusy(victim: Process): Promise<boolean> {
  await sleep(LOADED_MS);
  const end = performance.now() + BUSY_WITHIN_MS;
  while (performance.now() < end) {
    if (processOf(victim.pid)?.state === 'R') return true;
    await sleep(1);
  }
  return false;
}

/** Limits the process to the memory it has and makes it allocate more. Returns whether it died of that. */
async function starve(victim: Process): Promise<boolean> {
  await sleep(LOADED_MS);
  const starving = inspected(victim.pid, (inspector) => {
    limit(victim, 'core', 0);
    limit(victim, 'as', sizeOf(victim) + ROOM);
    return inspector.evaluate(NEEDS_MEMORY);
  }).catch(() => undefined);
  const hasEnded = await ends(victim, OUT_OF_MEMORY_WITHIN_MS);
  // The inspector's connection ends with the process.
  if (!hasEnded) signal(victim, 'SIGKILL');
  await starving;
  return hasEnded;
}

function signal(victim: Process, name: NodeJS.Signals): boolean {
  if (!lives(victim)) return true;
  // The system decides whether a crash leaves a core file.
  limit(victim, 'core', 0);
  try {
    process.kill(victim.pid, name);
  } catch (error) {
    // It may have ended already.
    if (lives(victim)) throw error;
  }
  return true;
}

function limit(victim: Process, resource: 'as' | 'core', bytes: number): void {
  try {
    execFileSync('prlimit', ['--pid', String(victim.pid), `--${resource}=${bytes}:`], { stdio: 'pipe' });
  } catch (error) {
    if (lives(victim)) throw error;
  }
}

/** Size of its address space in bytes. */
function sizeOf({ pid }: Process): number {
  const [, kilobytes] = /^VmSize:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
  return Number(kilobytes) * 1024;
}
