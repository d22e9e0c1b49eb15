import type { Page } from 'playwright-core';
import type { PageWindow } from '../test/page/pageWindow';
import { againstLines } from './panel/againstLines';
import { hostMemory, pageMemory } from './panel/memory';
import { call, reload, settled, withPanel } from './panel/panelPage';
import { lowerIsBetter, percentile, type Row } from './row';

const FIRST_PAINT_GOAL_MS = 100;
const SWITCH_GOAL_MS = 50;
const FRAME_GOAL_MS = 16;
const GESTURES = ['pan', 'zoom', 'hover'] as const;

/**
 * Speed and memory of the attention panel's page: headless Chromium without a GPU, 1280 × 900 pixels, 512 generated
 * tokens, models of 12 layers and 12 heads. The page is the shipped one (build it first: node esbuild.js). Its host
 * runs inside the page (panel/inPage.ts), so the test driver's overhead is not measured. As in VS Code, each message
 * arrives in a task of its own and its data is copied, 1 MB per map; both are part of the times.
 *
 * - First paint and switching: from sending the maps, or from the picker's `change` event, to the start of the second
 *   frame after that. The first frame draws the map; when the second one starts, it is on its way to the screen.
 *   Waiting for frames (60 per second) is included; the fade-in of 120 ms is not. Each first paint is on a freshly
 *   loaded page.
 * - Frames: one pointer or wheel event on the canvas before each frame. The work is that of the page's main thread: the
 *   event's listeners, and from the first animation callback to the first task after style, layout and paint. Work of
 *   other threads (raster, compositing) shows in the time between frames.
 */
export async function panel(quick: boolean): Promise<Row[]> {
  const hostRow = hostMemory();
  const times = await withPanel(async (window) => {
    await settled(window);
    const first = await firstPaint(window, quick ? 3 : 12);
    await call(window.page, 'answerRequests');
    const others = [...(await frames(window.page, quick ? 60 : 300)), await switching(window.page, quick ? 30 : 144)];
    return [first, ...others, ...(await againstLines(window, quick))];
  });
  return [...times, ...(await pageMemory(quick)), hostRow];
}

async function firstPaint(window: PageWindow, rounds: number): Promise<Row> {
  const times: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const { latency } = await call(window.page, 'firstPaint');
    // The first round warms up the browser; every round has a new page.
    if (round > 0) times.push(latency);
    if (round < rounds) await reload(window);
  }
  const what = `ms to the first paint of a head, median of ${rounds} fresh pages; against ${FIRST_PAINT_GOAL_MS}`;
  return lowerIsBetter(what, percentile(times, 0.5), FIRST_PAINT_GOAL_MS, 1);
}

async function frames(page: Page, count: number): Promise<Row[]> {
  const idle = await call(page, 'frames', 'nothing', count);
  const rows: Row[] = [];
  let slowest = 0;
  for (const gesture of GESTURES) {
    const measured = await call(page, 'frames', gesture, count);
    const what = `ms of work a frame, ${gesture}, 95th percentile of ${count}; against ${FRAME_GOAL_MS}`;
    rows.push(lowerIsBetter(what, percentile(measured.work, 0.95), FRAME_GOAL_MS, 1));
    slowest = Math.max(slowest, percentile(measured.intervals, 0.95));
  }
  const what = 'ms between frames, 95th percentile of the worst of these; against a page at rest';
  return [...rows, lowerIsBetter(what, slowest, percentile(idle.intervals, 0.95), 0.9)];
}

/** Switches the layer and the head in turn. */
async function switching(page: Page, count: number): Promise<Row> {
  const times: number[] = [];
  for (let round = 0; round < count; round++) {
    const next = Math.floor(round / 2) % 12;
    const { latency } = await call(page, 'switchTo', round % 2 === 0 ? 'layer' : 'head', next);
    times.push(latency);
  }
  if ((await call(page, 'colours')) < 16) throw new Error('The canvas is empty.');
  const what = `ms to switch layer or head, 95th percentile of ${count}; against ${SWITCH_GOAL_MS}`;
  return lowerIsBetter(what, percentile(times, 0.95), SWITCH_GOAL_MS, 1);
}
