import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { CDPSession, Page } from 'playwright-core';
import type { AttentionView } from '../../src/contracts/attentionPage';
import type { AttentionSnapshot } from '../../src/features/attention/attentionSnapshot';
import { compactBuffers } from '../../src/host/compactBuffers';
import { lowerIsBetter, type Row } from '../row';
import { attention, fill, headName, specs, survey, TOKENS } from './fixture';
import { call, isCalm, openEmpty, pause, withPanel } from './panelPage';

const MB = 1e6;
const PAGE_GOAL = 150;
const HOST_GOAL = 60;

/** How long until Chromium has collected the garbage of a page that does nothing; it takes about 20 s. */
const REST_MS = 25_000;

/**
 * What the page's process takes more than that of an empty page after it has shown maps of one model and of both, and
 * all heads of both: right then, and at rest, when Chromium has collected its garbage by itself (quick does not wait for
 * that, but asks for it). Counted is its PSS (Linux only), where memory shared with other processes counts by its share:
 * Chromium's own code counts for less while others run it too.
 */
export function pageMemory(quick: boolean): Promise<Row[]> {
  return withPanel(async (panel) => {
    const { page } = panel;
    await call(page, 'thriftyFromNowOn');
    await call(page, 'firstPaint');
    await call(page, 'answerFromNowOn');
    await call(page, 'makeSurveys');
    await switchThrough(page, quick ? 2 : 12);
    await page.locator('.controls .segmented button').last().click();
    await switchThrough(page, quick ? 2 : 12);
    await page.locator('.tools vscode-toolbar-button[icon="layout"]').click();
    await page.locator('.summaries tbody tr').first().waitFor();
    await isCalm(panel);
    const standing = await memoryOf(page);
    if (quick) await (await page.context().newCDPSession(page)).send('HeapProfiler.collectGarbage');
    else await pause(REST_MS);
    const rested = await memoryOf(page);
    const empty = await memoryOf(await openEmpty(panel));
    const held = (when: string, all: number) => {
      const what = `MB that the page holds ${when}, ${all.toFixed(0)} with what an empty page takes; against ${PAGE_GOAL}`;
      return lowerIsBetter(what, all - empty, PAGE_GOAL, 1);
    };
    return [held('after visiting all', standing), held('at rest', rested)];
  });
}

/** Each head of the first layers. */
async function switchThrough(page: Page, layers: number): Promise<void> {
  for (let layer = 0; layer < layers; layer++) {
    await call(page, 'switchTo', 'layer', layer);
    for (let head = 0; head < specs[0]!.heads; head++) await call(page, 'switchTo', 'head', head);
  }
}

/**
 * What the extension host holds for a page that shows two models and what all their heads do. Arrays outside of V8's
 * heap count; the document, which the editor holds anyway, does not.
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
  const held = shown();
  const after = used();
  const what = `MB that the host holds for maps and surveys of ${held.maps.length} models; against ${HOST_GOAL}`;
  return lowerIsBetter(what, (after - before) / MB, HOST_GOAL, 1);
}

function shown(): Omit<AttentionSnapshot, 'document'> {
  const maps = specs.map((spec) =>
    compactBuffers(attention(spec, fill(new Float32Array(TOKENS ** 2), spec, headName(spec.id, 0, 0)))),
  );
  const surveys = specs.map((spec) => compactBuffers(survey(spec)));
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

/** MB of the process that renders a page: the one that is busy while the page is. */
async function memoryOf(page: Page): Promise<number> {
  const browser = await page.context().browser()!.newBrowserCDPSession();
  const before = await rendererTimes(browser);
  await call(page, 'burn', 500);
  const after = await rendererTimes(browser);
  const busyFor = (id: number) => after.get(id)! - (before.get(id) ?? 0);
  const [id] = [...after.keys()].sort((a, b) => busyFor(b) - busyFor(a));
  const [, kilobytes] = /^Pss: +(\d+) kB/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))!;
  return (Number(kilobytes) * 1024) / MB;
}

async function rendererTimes(browser: CDPSession): Promise<Map<number, number>> {
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  return new Map(renderers.map(({ id, cpuTime }) => [id, cpuTime]));
}
