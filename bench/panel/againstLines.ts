import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { PageWindow } from '../../test/page/pageWindow';
import { lowerIsBetter, percentile, type Row } from '../row';
import type { Painting } from './inPage';
import { call, openEmpty, pause } from './panelPage';

const TIMEOUT_MS = 60_000;
const LAYER = 12;

/** What is painted how often, how many times faster than the lines of so many heads we are to be. */
const CASES = [
  { tokens: 30, heads: 1, goal: 10, quick: 3, full: 10 },
  { tokens: 30, heads: LAYER, goal: 10, quick: 3, full: 10 },
  { tokens: 128, heads: 1, goal: 100, quick: 2, full: 10 },
  { tokens: 128, heads: LAYER, goal: 100, quick: 0, full: 5 },
  { tokens: 512, heads: 1, goal: 1, quick: 0, full: 3 },
  // Millions of lines: a minute, and then they are not there yet.
  { tokens: 512, heads: LAYER, goal: 1, quick: 0, full: 1 },
];

/**
 * A head painted by the panel, against BertViz's way (lines.ts), on two pages of one browser, in turn, medians. BertViz
 * makes the lines of all 12 heads of a layer, whichever of them it shows; to be fair to its way of drawing rather than
 * to its habits, the lines of one head are timed too. Ours is all that the panel does with a map that has arrived: the
 * copy that arrives, the map, its labels, what the caret's token looks at. Counted is the work of the page's thread
 * until layout and paint are done, without waiting for the next frame, which at 30 tokens would be most of it, and
 * without the raster that other threads do later: the more there is drawn, the more of it.
 */
export async function againstLines(panel: PageWindow, quick: boolean): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { tokens, heads, goal, ...rounds } of CASES) {
    const count = quick ? rounds.quick : rounds.full;
    if (count === 0) continue;
    const times = { ours: [] as number[], lines: [] as number[] };
    const page = await openEmpty(panel);
    for (let round = 0; round < count; round++) {
      times.ours.push(await inFront(panel.page, () => call(panel.page, 'paint', tokens, round)));
      times.lines.push(await finished(inFront(page, () => call(page, 'paintLines', tokens, heads))));
    }
    // One whose time ran out hangs, or has crashed.
    await Promise.race([page.close(), setTimeout(5_000, undefined, { ref: false })]);
    const [ours, lines] = [percentile(times.ours, 0.5), percentile(times.lines, 0.5)];
    const end = lines >= TIMEOUT_MS ? ', which took longer or crashed' : '';
    const what = `ms to paint a head of ${tokens} tokens; against an SVG line a weight of ${headCount(heads)}${end}`;
    rows.push(lowerIsBetter(what, ours, lines, goal));
  }
  return rows;
}

function headCount(heads: number): string {
  return heads === 1 ? 'the head' : `the ${heads} heads of its layer`;
}

async function inFront(page: Page, paint: () => Promise<Painting>): Promise<number> {
  await page.bringToFront();
  await pause(200);
  return (await paint()).work;
}

/** The timeout where it takes longer, or where the page's process dies of it. */
function finished(work: Promise<number>): Promise<number> {
  const gaveUp = setTimeout(TIMEOUT_MS, TIMEOUT_MS, { ref: false });
  return Promise.race([
    work.catch((error: Error) => (/crashed|closed/.test(error.message) ? TIMEOUT_MS : Promise.reject(error))),
    gaveUp,
  ]);
}
