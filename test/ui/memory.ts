import { readdirSync, readFileSync } from 'node:fs';
import type { CDPSession, Frame, Page } from 'playwright-core';
import { heapOf, type Heap } from '../helpers/heap';
import { inspected, type Session } from '../helpers/inspector';
import type { Process } from '../helpers/processes';

/** Memory and handles of a process after a garbage collection. */
export interface ProcessMemory {
  /** V8's heap, and memory outside it, in bytes. */
  readonly heap: number;
  readonly external: number;
  readonly resident: number;
  readonly files: number;
  readonly threads: number;
  /** Sockets, pipes, watchers and running requests. */
  readonly handles: number;
  readonly timers: number;
}

/** Memory and nodes of the window's process after a garbage collection. The panel's page runs in that process. */
export interface PageMemory {
  readonly heap: number;
  readonly nodes: number;
  readonly listeners: number;
  readonly documents: number;
  /** Elements in the panel's page. */
  readonly panelElements: number;
}

/** A measurement, and the heap snapshot behind it when one was requested. */
export interface Seen<Memory> {
  readonly memory: Memory;
  readonly heap?: Heap;
}

/** Measures a Node process from outside. A heap snapshot takes memory that the process does not return. */
export function seeProcess(process: Process, withHeap: boolean): Promise<Seen<ProcessMemory>> {
  return inspected(process.pid, async (inspector) => {
    const heap = await collected(inspector);
    const external = (await inspector.evaluate('process.memoryUsage().external')) as number;
    const resources = (await inspector.evaluate('process.getActiveResourcesInfo()')) as string[];
    const timers = resources.filter((name) => /Timeout|Immediate/.test(name)).length;
    const status = readFileSync(`/proc/${process.pid}/status`, 'utf8');
    const memory = {
      heap,
      external,
      resident: 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(status)![1]),
      files: readdirSync(`/proc/${process.pid}/fd`).length,
      threads: Number(/^Threads:\s+(\d+)/m.exec(status)![1]),
      handles: resources.length - timers,
      timers,
    };
    return withHeap ? { memory, heap: await heapOf(inspector) } : { memory };
  });
}

/** Measures the window and the panel in it. A snapshot of so large a heap takes minutes. */
export async function seePage(page: Page, panel: Frame, withHeap: boolean): Promise<Seen<PageMemory>> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const send = session.send.bind(session) as unknown as Session['send'];
  const on = session.on.bind(session) as unknown as Session['on'];
  await session.send('Performance.enable');
  const heap = await collected({ send, on });
  const { metrics } = await session.send('Performance.getMetrics');
  const metric = (name: string) => metrics.find((each) => each.name === name)!.value;
  const panelElements = await panel.evaluate(() => document.querySelectorAll('*').length);
  const memory = {
    heap,
    nodes: metric('Nodes'),
    listeners: metric('JSEventListeners'),
    documents: metric('Documents'),
    panelElements,
  };
  const seen = withHeap ? { memory, heap: await heapOf({ send, on }) } : { memory };
  await session.detach();
  return seen;
}

/** Heap size in bytes after a garbage collection. */
async function collected(session: Session): Promise<number> {
  // The second collection frees what finalizers released in the first.
  for (let round = 0; round < 3; round++) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = (await session.send('Runtime.getHeapUsage')) as { usedSize: number };
  return usedSize;
}
