import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { PageWindow } from '../../test/page/pageWindow';
import { lowerIsBetter, percentile, type Row } from '../row';
import type { PaintTimes } from './inPage';
import { call, openEmptyPage, pause } from './panelPage';

const TIMEOUT_MS = 60_000;
const LAYER = 12;

/** Map sizes, the number of heads that the lines draw, the speed-up to reach, and how often to measure. */
const CASES = [
  { tokens: 30, heads: 1, goal: 10, quick: 3, full: 10 },
  { tokens: 30, heads: LAYER, goal: 10, quick: 3, full: 10 },
  { tokens: 128, heads: 1, goal: 100, quick: 2, full: 10 },
  { tokens: 128, heads: LAYER, goal: 100, quick: 0, full: 5 },
  { tokens: 512, heads: 1, goal: 1, quick: 0, full: 3 },
  // Millions of lines, which are not finished after a minute.
  { tokens: 512, heads: LAYER, goal: 1, quick: 0, full: 1 },
];

/**
 * Time to paint a head in the panel against BertViz's lines (lines.ts), alternately on two pages of one browser,
 * medians. BertViz draws lines for all 12 heads of a layer, even when it displays one; lines of one head are timed as
 * well, to compare the drawing alone. Our time covers everything that the panel does with a map: receiving its copy,
 * drawing the map and its labels, and the caret's row. Times are the work of the page's main thread until layout and
 * paint are done. Waiting for the next frame is left out, since it would dominate at 30 tokens; so is the raster on
 * other threads, which grows with the amount drawn.
 */
export async function againstLines(panel: PageWindow, quick: boolean): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { tokens, heads, goal, ...rounds } of CASES) {
    const count = quick ? rounds.quick : rounds.full;
    if (count === 0) continue;
    const times = { ours: [] as number[], lines: [] as number[] };
    const page = await openEmptyPage(panel);
    for (let round = 0; round < count; round++) {
      times.ours.push(await workInForeground(panel.page, () => call(panel.page, 'paint', tokens, round)));
      times.lines.push(await withTimeout(workInForeground(page, () => call(page, 'paintLines', tokens, heads))));
    }
    // After a timeout, the page hangs or has crashed, so closing it may never finish.
    await Promise.race([page.close(), setTimeout(5_000, undefined, { ref: false })]);
    const [ours, lines] = [percentile(times.ours, 0.5), percentile(times.lines, 0.5)];
    const timeoutNote = lines >= TIMEOUT_MS ? ', which took longer or crashed' : '';
    const what = `ms to paint a head of ${tokens} tokens; against an SVG line a weight of ${headCount(heads)}${timeoutNote}`;
    rows.push(lowerIsBetter(what, ours, lines, goal));
  }
  return rows;
}

function headCount(heads: number): string {
  return heads === 1 ? 'the head' : `the ${heads} heads of its layer`;
}

/** Milliseconds of main-thread work of a painting, with the page in the foreground. */
async function workInForeground(page: Page, paint: () => Promise<PaintTimes>): Promise<number> {
  await page.bringToFront();
  await pause(200);
  return (await paint()).work;
}

/** The result of `work`; TIMEOUT_MS when it takes longer, or when the page's process crashes. */
function withTimeout(work: Promise<number>): Promise<number> {
  const timeout = setTimeout(TIMEOUT_MS, TIMEOUT_MS, { ref: false });
  return Promise.race([
    work.catch((error: Error) => (/crashed|closed/.test(error.message) ? TIMEOUT_MS : Promise.reject(error))),
    timeout,
  ]);
}
