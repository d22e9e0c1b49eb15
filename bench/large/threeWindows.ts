import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { WindowProcesses } from '../../test/ui/windowProcesses';
import { Editor, type Window } from '../../test/ui/window';
import { lowerIsBetter, type Row } from '../row';
import { residentMegabytes } from './memoryOfProcess';

/** Longer than a window without focus keeps the memory of its models. */
const OUT_OF_FOCUS_MS = 75_000;
const PROMPTS = ['support-agent.txt', 'SKILL.md', 'research-assistant.md'];

/**
 * The memory of the models of three windows of a real VS Code, in each of which somebody wrote, when one of them has had the
 * focus for over a minute; against that of this one. Build the extension first.
 */
export async function threeWindows(): Promise<Row[]> {
  const editor = await Editor.start();
  try {
    const windows: Window[] = [];
    for (const prompt of PROMPTS) {
      const window = await editor.open();
      windows.push(window);
      await window.openFile(prompt);
      await window.focusEditor();
      await window.page.keyboard.press('Control+End');
      await window.page.keyboard.type(' Write a note about the or', { delay: 150 });
      await sleep(5_000);
    }
    const processes = new WindowProcesses(windows[0]!);
    const total = () => processes.inference().reduce((sum, { pid }) => sum + residentMegabytes(pid), 0);
    const [before, count] = [total(), processes.inference().length];
    const [focused, ...others] = windows as [Window, ...Window[]];
    for (const { page } of others) await blur(page);
    const end = performance.now() + OUT_OF_FOCUS_MS;
    while (performance.now() < end) {
      await focused.page.keyboard.type('e', { delay: 50 });
      await sleep(4_000);
    }
    const rest = processes.inference().map(({ pid }) => residentMegabytes(pid));
    const after = rest.reduce((sum, each) => sum + each, 0);
    return [
      lowerIsBetter(
        `MB of the models of three windows, one with the focus for over a minute (${rest.length} processes; before ` +
          `${Math.round(before)} MB in ${count}); against the largest one`,
        after,
        Math.max(...rest),
        1 / 1.5,
      ),
    ];
  } finally {
    await editor.stop();
  }
}

/** Tells a page that it lost the focus: Playwright lets every page believe that it has it. */
function blur(page: Page): Promise<void> {
  return page.evaluate(() => {
    document.hasFocus = () => false;
    window.dispatchEvent(new Event('blur'));
  });
}
