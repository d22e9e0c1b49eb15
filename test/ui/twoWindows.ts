import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { filesBelow } from '../helpers/filesHolding';
import { exportOnHub } from '../helpers/exportOnHub';
import { LoopbackHub } from '../helpers/loopbackHub';
import { choose, pick } from './modelChoice';
import { Window } from './window';

const MODEL = 'Xenova/distilgpt2';
const FILES = ['support-agent.txt', 'SKILL.md'] as const;

/** What came of two windows of one VS Code at work at the same time. */
export interface TwoWindows {
  /** Windows in which the model that both had asked for wrote ghost text. */
  readonly served: number;
  /** Files of the model that came from the hub, and those of them that are as they were there. */
  readonly files: number;
  readonly whole: number;
  /** What else lies in the folder of models: parts of files, locks. */
  readonly leftovers: readonly string[];
  /** How often the hub was asked for the graph: once, if the windows share what one of them gets. */
  readonly downloads: number;
}

/** Two windows choose the same model at the same moment, download it into the same folder, and write with it. */
export async function twoWindows(): Promise<TwoWindows> {
  const hub = await LoopbackHub.start();
  const files = exportOnHub('gpt2');
  hub.commit(MODEL, files);
  const downloads = mkdtempSync(path.join(tmpdir(), 'left-context-downloads-'));
  process.env['LEFT_CONTEXT_MODELS'] = downloads;
  const first = await Window.open({
    settings: { 'leftContext.hub.endpoint': hub.endpoint, 'leftContext.completion.confidence': 0 },
  });
  try {
    const second = await first.editor.open();
    const windows = [first, second];
    await all(windows, (window, index) => window.openFile(FILES[index]!));
    await all(windows, (window) => choose(window, 'Ghost Text', 'distilgpt2'));
    await all(windows, (window) => pick(window, 'Download distilgpt2', '8 bits'));
    await all(windows, (window) => window.statusItem('distilgpt2 is used for ghost text now').waitFor());
    const written = await all(windows, async (window) => {
      await window.focusEditor();
      return window.typeForGhostText('Write a note');
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
