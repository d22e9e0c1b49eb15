import { samplePrompt } from '../helpers/fixtures';
import { seePage, seeProcess, type PageMemory, type ProcessMemory } from './memory';
import { Window } from './window';
import { WindowProcesses } from './windowProcesses';

const SAMPLE = 'research-assistant.md';
const TABS = { 'workbench.editor.enablePreview': false, 'workbench.editor.limit.enabled': false };
const PAUSE_MS = 300;

/** Memory and documents in use while one prompt is visible. */
export interface Held {
  readonly host: ProcessMemory;
  readonly inference: ProcessMemory;
  readonly page: PageMemory;
}

/** Memory before and after many prompts were opened, each viewed and counted once. */
export interface ManyPrompts {
  readonly open: number;
  /** UTF-16 code units of each prompt. */
  readonly length: number;
  readonly before: Held;
  readonly after: Held;
}

/** Opens `count` more prompts one after the other in tabs that stay open; only one is visible at a time. */
export async function manyPrompts(count: number): Promise<ManyPrompts> {
  const text = samplePrompt(SAMPLE);
  const names = Array.from({ length: count + 2 }, (_, index) => `many-${String(index).padStart(3, '0')}.md`);
  const files = Object.fromEntries(names.map((name, index) => [name, `${text}\nThis is prompt ${index}.\n`]));
  const window = await Window.open({ settings: TABS, files, isAlone: true });
  try {
    const panel = await (await opened(window, names[0]!)).attentionPanel();
    await window.focusEditor();
    // The second prompt allocates things once, which are no leak.
    await open(window, names[1]!);
    const see = async (): Promise<Held> => {
      const processes = new WindowProcesses(window);
      const { memory: page } = await seePage(window.page, panel, false);
      const { memory: host } = await seeProcess(processes.extensionHost(), false);
      const { memory: inference } = await seeProcess(processes.inference()[0]!, false);
      return { host, inference, page };
    };
    const before = await see();
    for (const name of names.slice(2)) await open(window, name);
    const shown = await window.page.locator('.tab').count();
    return { open: shown, length: text.length, before, after: await see() };
  } finally {
    await window.close();
  }
}

async function opened(window: Window, name: string): Promise<Window> {
  await window.openFile(name);
  return window;
}

/** Opens a file by its name, and waits until it has been counted and its attention shown. */
async function open(window: Window, name: string): Promise<void> {
  const { page } = window;
  await page.keyboard.press('Control+P');
  await page.locator('.quick-input-widget input').fill(name);
  await page.locator(`.quick-input-list .monaco-list-row.focused:has-text("${name}")`).waitFor();
  await page.keyboard.press('Enter');
  await page.locator(`.tab.active:has-text("${name}")`).waitFor();
  await window.statusItem('BERT 6').waitFor();
  await page.waitForTimeout(PAUSE_MS);
}
