import { readdirSync, readFileSync } from 'node:fs';
import type { CDPSession, Frame, Page } from 'playwright-core';
import { heapOf, type Heap } from '../helpers/heap';
import { inspected, type Session } from '../helpers/inspector';
import type { Process } from '../helpers/processes';

/** What a process holds, after its garbage was collected. */
export interface ProcessMemory {
  /** V8's heap, and what it holds outside of it, in bytes. */
  readonly heap: number;
  readonly external: number;
  readonly resident: number;
  readonly files: number;
  readonly threads: number;
  /** Of sockets, pipes, watchers and requests that run. */
  readonly handles: number;
  readonly timers: number;
}

/** What the window holds, after its garbage was collected; the panel's page lives in its process. */
export interface PageMemory {
  readonly heap: number;
  readonly nodes: number;
  readonly listeners: number;
  readonly documents: number;
  /** Elements of the panel's page. */
  readonly panelElements: number;
}

/** What is measured, and the heap that it was measured of, if that was asked for. */
export interface Seen<Memory> {
  readonly memory: Memory;
  readonly heap?: Heap;
}

/** Looks into a Node process from outside. A snapshot of its heap takes memory that it does not give back. */
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

/** Looks into the window, and into the panel that lives in it. A snapshot of so large a heap takes minutes. */
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

/** Bytes of the heap once its garbage has been collected. */
async function collected(session: Session): Promise<number> {
  // What finalizers let go of goes with the next one.
  for (let round = 0; round < 3; round++) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = (await session.send('Runtime.getHeapUsage')) as { usedSize: number };
  return usedSize;
}
