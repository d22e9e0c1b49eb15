import path from 'node:path';
import { buildSync } from 'esbuild';
import type { Page } from 'playwright-core';
import { root } from '../../test/helpers/fixtures';
import { PageWindow } from '../../test/page/pageWindow';
import type { InPage } from './inPage';

/** Size of an editor tab, where the map is largest. */
const VIEWPORT = { width: 1280, height: 900 };

/**
 * Opens the panel's page, with inPage.ts inside it, in a separate Chromium that renders without a GPU, and closes it
 * after `use`. Throws when the page reported problems.
 */
export async function withPanel<T>(use: (panel: PageWindow) => Promise<T>): Promise<T> {
  const panel = await PageWindow.open(() => undefined, { ...VIEWPORT, script: inPageScript() });
  try {
    await loaded(panel);
    const result = await use(panel);
    if (panel.problems.length > 0) throw new Error(panel.problems.join('\n'));
    return result;
  } finally {
    await panel.close();
  }
}

/** Reloads the panel's page. */
export async function reload(panel: PageWindow): Promise<void> {
  await panel.page.reload({ waitUntil: 'commit' });
  await panel.setTheme('dark');
  await loaded(panel);
  await pause(500);
}

/** Resolves once the panel has loaded. */
async function loaded({ page }: PageWindow): Promise<void> {
  await page.locator('.panel').waitFor();
}

/** Resolves once the browser is idle after its start, after 15 s at the latest. */
export async function settled({ page }: PageWindow): Promise<void> {
  const browser = await page.context().browser()!.newBrowserCDPSession();
  const cpuTime = async () => {
    const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
    return processInfo.reduce((sum, process) => sum + process.cpuTime, 0);
  };
  let last = 0;
  for (let tries = 0, now = await cpuTime(); tries < 30 && now - last > 0.04; tries++) {
    last = now;
    await pause(500);
    now = await cpuTime();
  }
}

/** Resolves after the given time. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Opens an empty page beside the panel's, with inPage.ts only. */
export async function openEmptyPage({ page }: PageWindow): Promise<Page> {
  const empty = await page.context().newPage();
  await empty.addInitScript({ content: inPageScript() });
  await empty.goto('about:blank');
  return empty;
}

/** Calls a function of inPage.ts in a page. */
export function call<Name extends keyof InPage>(page: Page, name: Name, ...args: Parameters<InPage[Name]>) {
  type Result = Awaited<ReturnType<InPage[Name]>>;
  return page.evaluate(
    ({ name, args }) => {
      const { bench } = window as unknown as { bench: Record<string, (...args: unknown[]) => Result> };
      return bench[name]!(...args);
    },
    { name: name as string, args: args as unknown[] },
  ) as Promise<Result>;
}

let script: string | undefined;

/** inPage.ts as a bundle, built once. */
function inPageScript(): string {
  const entry = path.join(root, 'bench', 'panel', 'inPage.ts');
  script ??= buildSync({ entryPoints: [entry], bundle: true, write: false, target: 'es2022' }).outputFiles[0]!.text;
  return script;
}
