import path from 'node:path';
import { buildSync } from 'esbuild';
import type { Page } from 'playwright-core';
import { root } from '../../test/helpers/fixtures';
import { PageWindow } from '../../test/page/pageWindow';
import type { InPage } from './inPage';

/** An editor of its own, where the map is as large as it gets. */
const VIEWPORT = { width: 1280, height: 900 };

/**
 * Opens the panel's page in a Chromium of its own that renders without a GPU, with what measures it inside; closes it
 * when `use` is done with it.
 */
export async function withPanel<T>(use: (panel: PageWindow) => Promise<T>): Promise<T> {
  const panel = await PageWindow.open(() => undefined, { ...VIEWPORT, script: inPageScript() });
  try {
    await isUp(panel);
    const result = await use(panel);
    if (panel.problems.length > 0) throw new Error(panel.problems.join('\n'));
    return result;
  } finally {
    await panel.close();
  }
}

/** Loads the panel's page anew. */
export async function reload(panel: PageWindow): Promise<void> {
  await panel.page.reload({ waitUntil: 'commit' });
  await panel.setTheme('dark');
  await isUp(panel);
  await pause(500);
}

async function isUp({ page }: PageWindow): Promise<void> {
  await page.locator('.panel').waitFor();
}

/** Settles once the browser has done all that it does after its start, or has not within 15 s. */
export async function isCalm({ page }: PageWindow): Promise<void> {
  const browser = await page.context().browser()!.newBrowserCDPSession();
  const used = async () => {
    const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
    return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
  let last = 0;
  for (let half = 0, now = await used(); half < 30 && now - last > 0.04; half++) {
    last = now;
    await pause(500);
    now = await used();
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Another page beside the panel's that has nothing in it but what measures. */
export async function openEmpty({ page }: PageWindow): Promise<Page> {
  const empty = await page.context().newPage();
  await empty.addInitScript({ content: inPageScript() });
  await empty.goto('about:blank');
  return empty;
}

/** Calls one of inPage.ts's functions in a page. */
export function call<Name extends keyof InPage>(page: Page, name: Name, ...given: Parameters<InPage[Name]>) {
  type Answer = Awaited<ReturnType<InPage[Name]>>;
  return page.evaluate(
    ({ name, given }) => {
      const { bench } = window as unknown as { bench: Record<string, (...given: unknown[]) => Answer> };
      return bench[name]!(...given);
    },
    { name: name as string, given: given as unknown[] },
  ) as Promise<Answer>;
}

let script: string | undefined;

function inPageScript(): string {
  const entry = path.join(root, 'bench', 'panel', 'inPage.ts');
  script ??= buildSync({ entryPoints: [entry], bundle: true, write: false, target: 'es2022' }).outputFiles[0]!.text;
  return script;
}
