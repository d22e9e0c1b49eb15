import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { filesBelow } from '../helpers/filesHolding';
import { exportOnHub } from '../helpers/exportOnHub';
import { LoopbackHub } from '../helpers/loopbackHub';
import { choose, pick, use } from './modelChoice';
import { Window } from './window';

const MODEL = 'Xenova/distilgpt2';
const FILES = ['support-agent.txt', 'SKILL.md'] as const;

/** The outcome of two windows of one VS Code downloading at the same time. */
export interface TwoWindows {
  /** Windows in which the downloaded model wrote ghost text. */
  readonly served: number;
  /** Number of the model's downloaded files, and of those that equal the hub's. */
  readonly files: number;
  readonly whole: number;
  /** Other files in the model folder, such as partial files and locks. */
  readonly leftovers: readonly string[];
  /** How often the graph was requested from the hub: once, if the windows share one download. */
  readonly downloads: number;
}

/** Lets two windows choose and download the same model at the same moment, and write with it. */
export async function twoWindows(): Promise<TwoWindows> {
  const hub = await LoopbackHub.start();
  const files = exportOnHub('gpt2');
  hub.commit(MODEL, files);
  const downloads = mkdtempSync(path.join(tmpdir(), 'left-context-downloads-'));
  process.env['LEFT_CONTEXT_MODELS'] = downloads;
  const first = await Window.open({
    settings: { 'leftContext.hub.endpoint': hub.endpoint },
  });
  try {
    const second = await first.editor.open();
    const windows = [first, second];
    await all(windows, (window, index) => window.openFile(FILES[index]!));
    await all(windows, (window) => choose(window, 'Ghost Text', 'distilgpt2'));
    await all(windows, (window) => pick(window, 'Download distilgpt2', '8 bits'));
    await all(windows, (window) => use(window, 'distilgpt2', 'Ghost Text'));
    await all(windows, (window) => window.message('Used for ghost text now: distilgpt2').waitFor());
    const written = await all(windows, async (window) => {
      await window.focusEditor();
      return window.askForGhostText(['Write a note', ' about the', ' order and', ' answer', ' politely']);
    });
    await second.close();
    const folder = path.join(downloads, ...MODEL.split('/'));
    const found = filesBelow(downloads).map((file) => path.relative(folder, path.join(downloads, file)));
    const fromHub = found.filter((name) => name in files);
    return {
      served: written.filter((text) => text.length > 0).length,
      files: fromHub.length,
      whole: fromHub.filter((name) => readFileSync(path.join(folder, name)).equals(Buffer.from(files[name]!.content)))
        .length,
      leftovers: found.filter((name) => !(name in files) && name !== 'left-context.json'),
      downloads: hub.requests.filter(({ origin, target }) => origin === 'cdn' && target.endsWith('.onnx')).length,
    };
  } finally {
    await first.close();
    await hub.stop();
    delete process.env['LEFT_CONTEXT_MODELS'];
    rmSync(downloads, { recursive: true, force: true });
  }
}

function all<T>(windows: readonly Window[], job: (window: Window, index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(windows.map(job));
}
