import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { CDPSession, Page } from 'playwright-core';
import type { AttentionView } from '../../src/contracts/attentionPageMessages';
import type { AttentionSnapshot } from '../../src/features/attention/attentionSnapshot';
import { compactBuffers } from '../../src/host/copyIntoOwnBuffers';
import { lowerIsBetter, type Row } from '../row';
import { attention, fillWeights, headName, headSurvey, specs, TOKENS } from './fixture';
import { call, openEmptyPage, pause, settled, withPanel } from './panelPage';

const MB = 1e6;
const PAGE_GOAL_MB = 150;
const HOST_GOAL_MB = 60;

/** Time until Chromium has collected the garbage of an idle page, which takes about 20 s. */
const IDLE_MS = 25_000;

/**
 * Memory of the page's process beyond that of an empty page, after it has displayed maps of one model, of both, and all
 * heads of both: immediately, and after Chromium's own garbage collection when idle (`quick` triggers the collection
 * instead). The measure is the proportional set size, PSS (Linux only), which divides shared memory among the processes
 * that share it.
 */
export function pageMemory(quick: boolean): Promise<Row[]> {
  return withPanel(async (panel) => {
    const { page } = panel;
    await call(page, 'reuseWeights');
    await call(page, 'firstPaint');
    await call(page, 'answerRequests');
    await call(page, 'makeSurveys');
    await switchThrough(page, quick ? 2 : 12);
    await page.locator('.controls .segmented button').last().click();
    await switchThrough(page, quick ? 2 : 12);
    await page.locator('.tools vscode-toolbar-button[icon="layout"]').click();
    await page.locator('.summaries tbody tr').first().waitFor();
    await settled(panel);
    const immediate = await memoryOf(page);
    if (quick) await (await page.context().newCDPSession(page)).send('HeapProfiler.collectGarbage');
    else await pause(IDLE_MS);
    const idle = await memoryOf(page);
    const empty = await memoryOf(await openEmptyPage(panel));
    const row = (when: string, total: number) => {
      const what = `MB that the page holds ${when}, ${total.toFixed(0)} including an empty page's; against ${PAGE_GOAL_MB}`;
      return lowerIsBetter(what, total - empty, PAGE_GOAL_MB, 1);
    };
    return [row('after displaying everything', immediate), row('when idle', idle)];
  });
}

/** Displays each head of the first `layers` layers. */
async function switchThrough(page: Page, layers: number): Promise<void> {
  for (let layer = 0; layer < layers; layer++) {
    await call(page, 'switchTo', 'layer', layer);
    for (let head = 0; head < specs[0]!.heads; head++) await call(page, 'switchTo', 'head', head);
  }
}

/**
 * Memory of the extension host for a page that shows two models and all their heads. Includes arrays outside of V8's
 * heap; the document is left out, because the editor holds it anyway.
 */
export function hostMemory(): Row {
  setFlagsFromString('--expose_gc');
  const collect = runInNewContext('gc') as () => void;
  const used = () => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = used();
  const snapshot = makeSnapshot();
  const after = used();
  const what = `MB that the host holds for maps and surveys of ${snapshot.maps.length} models; against ${HOST_GOAL_MB}`;
  return lowerIsBetter(what, (after - before) / MB, HOST_GOAL_MB, 1);
}

/** What the host keeps of the attention on display. */
function makeSnapshot(): Omit<AttentionSnapshot, 'document' | 'whole'> {
  const maps = specs.map((spec) =>
    compactBuffers(attention(spec, fillWeights(new Float32Array(TOKENS ** 2), spec, headName(spec.id, 0, 0)))),
  );
  const surveys = specs.map((spec) => compactBuffers(headSurvey(spec)));
  const text = maps.map(({ pieces }) => pieces.join('')).join('');
  const covers = { start: 0, end: text.length };
  const view: AttentionView = {
    models: specs.map(({ id }) => id),
    part: 'encoder',
    layer: 0,
    head: 0,
    allHeads: true,
    words: false,
    hideSinks: false,
    inText: false,
  };
  const part = { version: 1, text, offset: 0, focus: text.length, windowTokens: TOKENS };
  return { ...part, view, title: 'prompt.md', maps, specs, surveys, covers };
}

/** MB of the process that renders a page: the renderer that is busiest while the page is kept busy. */
async function memoryOf(page: Page): Promise<number> {
  const browser = await page.context().browser()!.newBrowserCDPSession();
  const before = await rendererTimes(browser);
  await call(page, 'burn', 500);
  const after = await rendererTimes(browser);
  const cpuTimeOf = (id: number) => after.get(id)! - (before.get(id) ?? 0);
  const [id] = [...after.keys()].sort((a, b) => cpuTimeOf(b) - cpuTimeOf(a));
  const [, kilobytes] = /^Pss: +(\d+) kB/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))!;
  return (Number(kilobytes) * 1024) / MB;
}

/** CPU time of each renderer process, by process id. */
async function rendererTimes(browser: CDPSession): Promise<Map<number, number>> {
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  return new Map(renderers.map(({ id, cpuTime }) => [id, cpuTime]));
}
