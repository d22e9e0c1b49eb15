import type { Page } from 'playwright-core';
import type { PageWindow } from '../test/page/pageWindow';
import { againstLines } from './panel/againstLines';
import { hostMemory, pageMemory } from './panel/memory';
import { call, isCalm, reload, withPanel } from './panel/panelPage';
import { lowerIsBetter, percentile, type Row } from './row';

const FIRST_MS = 100;
const SWITCH_MS = 50;
const FRAME_MS = 16;
const GESTURES = ['pan', 'zoom', 'hover'] as const;

/**
 * The attention panel's page, in a headless Chromium that renders without a GPU, 1280 × 900 pixels, 512 made-up tokens
 * and models of 12 layers and 12 heads. The page is the one that ships (build it first: node esbuild.js); its host runs
 * inside the page too (panel/inPage.ts), so that no test driver stands between them. As in VS Code, messages arrive in
 * a task of their own, and what they carry is copied, 1 MB a map; both are counted.
 *
 * - First paint, and switching: from handing over the maps, and from the picker's `change`, to the second frame from
 *   then on. In the first the map is drawn; when the second begins, that is on its way to the screen. Waiting for
 *   frames, 60 a second, is part of it; fading in, 120 ms, is not. Each first paint has a page that was just loaded.
 * - Frames: one pointer or wheel event before each frame, sent to the canvas. Counted is what the page's thread does:
 *   the event's listeners, and from the first animation callback to the first task after style, layout and paint. What
 *   other threads do afterwards (raster, compositing) shows in how far apart frames are.
 */
export async function panel(quick: boolean): Promise<Row[]> {
  const held = hostMemory();
  const times = await withPanel(async (window) => {
    await isCalm(window);
    const first = await firstPaint(window, quick ? 3 : 12);
    await call(window.page, 'answerFromNowOn');
    const rest = [...(await frames(window.page, quick ? 60 : 300)), await switching(window.page, quick ? 30 : 144)];
    return [first, ...rest, ...(await againstLines(window, quick))];
  });
  return [...times, ...(await pageMemory(quick)), held];
}

async function firstPaint(window: PageWindow, rounds: number): Promise<Row> {
  const times: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const { latency } = await call(window.page, 'firstPaint');
    // The first round warms up the browser; the page is new each time.
    if (round > 0) times.push(latency);
    if (round < rounds) await reload(window);
  }
  const what = `ms to the first paint of a head, median of ${rounds} fresh pages; against ${FIRST_MS}`;
  return lowerIsBetter(what, percentile(times, 0.5), FIRST_MS, 1);
}

async function frames(page: Page, count: number): Promise<Row[]> {
  const idle = await call(page, 'frames', 'nothing', count);
  const rows: Row[] = [];
  let apart = 0;
  for (const gesture of GESTURES) {
    const measured = await call(page, 'frames', gesture, count);
    const what = `ms of work a frame, ${gesture}, 95th percentile of ${count}; against ${FRAME_MS}`;
    rows.push(lowerIsBetter(what, percentile(measured.work, 0.95), FRAME_MS, 1));
    apart = Math.max(apart, percentile(measured.apart, 0.95));
  }
  const what = 'ms between frames, 95th percentile of the worst of these; against a page at rest';
  return [...rows, lowerIsBetter(what, apart, percentile(idle.apart, 0.95), 0.9)];
}

/** Every other time another layer, every other time another head. */
async function switching(page: Page, count: number): Promise<Row> {
  const times: number[] = [];
  for (let round = 0; round < count; round++) {
    const next = Math.floor(round / 2) % 12;
    const { latency } = await call(page, 'switchTo', round % 2 === 0 ? 'layer' : 'head', next);
    times.push(latency);
  }
  if ((await call(page, 'colours')) < 16) throw new Error('The canvas is empty.');
  const what = `ms to switch layer or head, 95th percentile of ${count}; against ${SWITCH_MS}`;
  return lowerIsBetter(what, percentile(times, 0.95), SWITCH_MS, 1);
}
